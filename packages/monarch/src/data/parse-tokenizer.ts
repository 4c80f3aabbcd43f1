import { BpeTokenizer } from './bpe-tokenizer.ts'
import { TokenizerError } from './data-errors.ts'
import { mostTokens } from './learn-bpe.ts'
import { longestWord } from './split-words.ts'
import { byteCount, byteTokenizer, endOfText, type Tokenizer } from './tokenizer.ts'

/**
 * A tokenizer from its file.
 * @throws {TokenizerError} when it is none.
 */
export function parseTokenizer(json: string): Tokenizer {
  let file: unknown
  try {
    file = JSON.parse(json)
  } catch (cause) {
    throw new TokenizerError('The tokenizer file is not JSON.', { cause })
  }
  const { kind, merges } = (file ?? {}) as { kind?: unknown; merges?: unknown }
  if (kind === 'byte') return byteTokenizer
  if (kind !== 'bpe' || !Array.isArray(merges))
    throw new TokenizerError('The tokenizer file has neither "kind": "byte" nor "kind": "bpe" with "merges".')
  if (byteCount + 1 + merges.length > mostTokens)
    throw new TokenizerError(`The tokenizer file has ${merges.length} merges; ${mostTokens} tokens are the most.`)
  return new BpeTokenizer(parseMerges(merges))
}

/** Pairs of tokens that come before the one they make, and make no longer one than a word is. */
function parseMerges(merges: readonly unknown[]): [number, number][] {
  const lengthOf = Array.from({ length: byteCount + 1 }, (_, token) => (token === endOfText ? Infinity : 1))
  return merges.map((merge, index) => {
    const [left, right] = Array.isArray(merge) ? (merge as unknown[]) : []
    const length = (lengthOf[left as number] ?? Infinity) + (lengthOf[right as number] ?? Infinity)
    if (length > longestWord)
      throw new TokenizerError(
        `Merge ${index} of the tokenizer file is not a pair of tokens that come before it and are ${longestWord} bytes together at most.`,
      )
    lengthOf.push(length)
    return [left as number, right as number]
  })
}
