/**
 * Learns a byte-pair vocabulary. No well-kept library for JavaScript does: Hugging Face's `tokenizers` trains from plain
 * text files only, to a vocabulary whose size its Node binding does not let one set, and is 62 MB of native addons; the
 * others (`gpt-tokenizer`, `@huggingface/tokenizers`) apply vocabularies and learn none.
 */
import { BpeTokenizer } from './bpe-tokenizer.ts'
import { DataError } from './data-errors.ts'
import { pairKey, PairQueue, splitPair } from './pair-queue.ts'
import { bytesOfKey, forEachWord, keyOfWord } from './split-words.ts'
import { byteCount } from './tokenizer.ts'

export const mostTokens = 200_000
/** Distinct words that are counted at once; beyond that, those seen once are forgotten. */
const mostWords = 2 ** 20

/** How often each word occurs, over as many texts as are added. */
export class WordCounts {
  readonly counts = new Map<string, number>()

  add(text: Uint8Array): void {
    forEachWord(text, (start, end) => {
      const word = keyOfWord(text, start, end)
      this.counts.set(word, (this.counts.get(word) ?? 0) + 1)
    })
    if (this.counts.size > mostWords) this.#forgetRare()
  }

  #forgetRare(): void {
    for (const [word, count] of this.counts) if (count === 1) this.counts.delete(word)
  }
}

/**
 * The vocabulary of at most that many tokens: 256 bytes, end of text, and pairs, each the most frequent when it was
 * joined; of equally frequent ones that of the smaller tokens. Fewer, when no pair occurs twice any more.
 * @throws {DataError} for a size that is no vocabulary's.
 */
export function learnBpe({ counts }: WordCounts, vocabulary: number): BpeTokenizer {
  if (!Number.isInteger(vocabulary) || vocabulary <= byteCount || vocabulary > mostTokens)
    throw new DataError(`A vocabulary has ${byteCount + 1} to ${mostTokens} tokens, and ${vocabulary} were asked for.`)
  const pairs = new WordPairs(counts)
  const merges: [number, number][] = []
  for (let token = byteCount + 1; token < vocabulary; token++) {
    const key = pairs.takeMostFrequent()
    if (key === undefined) break
    merges.push(splitPair(key))
    pairs.join(key, token)
  }
  return new BpeTokenizer(merges)
}

/** All words as tokens, and of each pair in them how often it occurs and in which words. */
class WordPairs {
  readonly #words: number[][] = []
  readonly #countOf: number[] = []
  readonly #pairCounts = new Map<number, number>()
  /** Words that had the pair once; they need not have it any more. */
  readonly #wordsOf = new Map<number, Set<number>>()
  readonly #queue = new PairQueue()

  constructor(counts: ReadonlyMap<string, number>) {
    for (const [word, count] of counts) {
      this.#words.push(bytesOfKey(word))
      this.#countOf.push(count)
    }
    for (const [word, tokens] of this.#words.entries()) {
      this.#count(word, 1)
      for (const pair of pairsOf(tokens)) this.#noteWord(pair, word)
    }
    for (const [key, count] of this.#pairCounts) this.#queue.push(key, count)
  }

  takeMostFrequent(): number | undefined {
    for (let top = this.#queue.pop(); top !== undefined; top = this.#queue.pop()) {
      const count = this.#pairCounts.get(top.key) ?? 0
      if (count === top.count) return count >= 2 ? top.key : undefined
      // It has become rarer since it was queued; where it became more frequent, it was queued again.
      if (count > 0 && count < top.count) this.#queue.push(top.key, count)
    }
    return undefined
  }

  /** Puts the token in the place of the pair, everywhere. */
  join(key: number, token: number): void {
    const [left, right] = splitPair(key)
    const before = new Map<number, number>()
    for (const word of this.#wordsOf.get(key) ?? []) {
      const tokens = this.#words[word] ?? []
      for (const pair of pairsOf(tokens)) if (!before.has(pair)) before.set(pair, this.#pairCounts.get(pair) ?? 0)
      this.#count(word, -1)
      replacePair(tokens, left, right, token)
      this.#count(word, 1)
      for (const pair of pairsOf(tokens)) {
        if (!before.has(pair)) before.set(pair, 0)
        // The others have the word already.
        if (splitPair(pair).includes(token)) this.#noteWord(pair, word)
      }
    }
    this.#wordsOf.delete(key)
    for (const [pair, count] of before) {
      const now = this.#pairCounts.get(pair) ?? 0
      if (now > count) this.#queue.push(pair, now)
    }
  }

  #count(word: number, sign: 1 | -1): void {
    const count = sign * (this.#countOf[word] ?? 0)
    for (const pair of pairsOf(this.#words[word] ?? [])) {
      const sum = (this.#pairCounts.get(pair) ?? 0) + count
      if (sum === 0) this.#pairCounts.delete(pair)
      else this.#pairCounts.set(pair, sum)
    }
  }

  #noteWord(pair: number, word: number): void {
    const words = this.#wordsOf.get(pair)
    if (words === undefined) this.#wordsOf.set(pair, new Set([word]))
    else words.add(word)
  }
}

function pairsOf(tokens: readonly number[]): number[] {
  return tokens.slice(1).map((right, at) => pairKey(tokens[at] ?? 0, right))
}

function replacePair(tokens: number[], left: number, right: number, token: number): void {
  let to = 0
  for (let from = 0; from < tokens.length; to++) {
    const isPair = tokens[from] === left && tokens[from + 1] === right
    tokens[to] = isPair ? token : (tokens[from] ?? 0)
    from += isPair ? 2 : 1
  }
  tokens.length = to
}
