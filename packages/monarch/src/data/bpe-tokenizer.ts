import { pairKey } from './pair-queue.ts'
import { bytesOfKey, forEachWord, keyOfWord } from './split-words.ts'
import { byteCount, endOfText, type Tokenizer, type TokenizerFile } from './tokenizer.ts'

/** Words whose tokens are remembered; a text's words are mostly the same few. */
const mostRemembered = 2 ** 18

/**
 * Byte pairs (Gage 1994; Sennrich et al. 2016) over bytes: token 257 + i is the pair `merges[i]` of earlier tokens.
 * Within a word the pair that was learned first is joined first.
 */
export class BpeTokenizer implements Tokenizer {
  readonly vocabulary: number
  readonly endOfText = endOfText
  readonly #merges: readonly (readonly [number, number])[]
  /** The token of a pair; the smaller, the earlier it was learned. */
  readonly #tokenOf: ReadonlyMap<number, number>
  readonly #remembered = new Map<string, readonly number[]>()
  readonly #bytesOf: readonly Uint8Array[]

  constructor(merges: readonly (readonly [number, number])[]) {
    this.#merges = merges
    this.vocabulary = byteCount + 1 + merges.length
    this.#tokenOf = new Map(merges.map(([left, right], index) => [pairKey(left, right), byteCount + 1 + index]))
    this.#bytesOf = expand(merges)
  }

  encode(text: Uint8Array): readonly number[] {
    const tokens: number[] = []
    forEachWord(text, (start, end) => {
      for (const token of this.#encodeWord(keyOfWord(text, start, end))) tokens.push(token)
    })
    return tokens
  }

  decode(tokens: ArrayLike<number>): Uint8Array {
    const parts = Array.from(tokens, (token) => this.#bytesOf[token] ?? new Uint8Array(0))
    const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  toJSON(): TokenizerFile {
    return { kind: 'bpe', merges: this.#merges }
  }

  #encodeWord(word: string): readonly number[] {
    const known = this.#remembered.get(word)
    if (known !== undefined) return known
    const tokens = bytesOfKey(word)
    for (let at = this.#findFirstPair(tokens); at !== -1; at = this.#findFirstPair(tokens)) {
      const token = this.#tokenAt(tokens, at)
      // All places of one pair, from the left, before any that was learned later.
      for (let place = at; place + 1 < tokens.length; place++)
        if (this.#tokenAt(tokens, place) === token) tokens.splice(place, 2, token)
    }
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear()
    this.#remembered.set(word, tokens)
    return tokens
  }

  #tokenAt(tokens: readonly number[], at: number): number {
    return this.#tokenOf.get(pairKey(tokens[at] ?? 0, tokens[at + 1] ?? 0)) ?? Infinity
  }

  #findFirstPair(tokens: readonly number[]): number {
    let [best, token] = [-1, Infinity]
    for (let at = 0; at + 1 < tokens.length; at++) {
      const found = this.#tokenAt(tokens, at)
      if (found < token) [best, token] = [at, found]
    }
    return best
  }
}

function expand(merges: readonly (readonly [number, number])[]): Uint8Array[] {
  const bytesOf = Array.from({ length: byteCount }, (_, byte) => Uint8Array.of(byte))
  bytesOf.push(new Uint8Array(0))
  for (const [left, right] of merges) {
    const [head, tail] = [bytesOf[left] ?? new Uint8Array(0), bytesOf[right] ?? new Uint8Array(0)]
    const joined = new Uint8Array(head.length + tail.length)
    joined.set(head)
    joined.set(tail, head.length)
    bytesOf.push(joined)
  }
  return bytesOf
}
