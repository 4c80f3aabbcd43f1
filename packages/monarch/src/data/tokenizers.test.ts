import { expect, test } from 'vitest'
import { Random } from '../layers/random.ts'
import type { BpeTokenizer } from './bpe-tokenizer.ts'
import { learnBpe, WordCounts } from './learn-bpe.ts'
import { parseTokenizer } from './parse-tokenizer.ts'
import { bytesOfKey, longestWord } from './split-words.ts'
import { byteTokenizer, endOfText, type Tokenizer } from './tokenizer.ts'

const utf8 = new TextEncoder()

const texts = [
  'the theory of the thing is that the other thing is thinner',
  'Größe, naïveté, 東京都は日本の首都です。',
  '  two  spaces,\ttabs\r\n\r\nand 12345 numbers 678; "signs" -- (all) of them!?  ',
]

function learn(vocabulary: number): BpeTokenizer {
  const words = new WordCounts()
  for (const text of texts) words.add(utf8.encode(text))
  return learnBpe(words, vocabulary)
}

const tokenizers: Readonly<Record<string, Tokenizer>> = { byte: byteTokenizer, bpe: learn(400) }

test.each(Object.entries(tokenizers))('%s gives back every text as it was', (_, tokenizer) => {
  const awkward = ['', ' ', '\n', 'a', '👩‍👩‍👧‍👦 👍🏽', '\u0000\u0001', 'x'.repeat(1000), '語'.repeat(500), ' '.repeat(200)]
  for (const text of [...texts, ...awkward]) {
    const bytes = utf8.encode(text)
    expect(tokenizer.decode(tokenizer.encode(bytes))).toEqual(bytes)
  }
})

test.each(Object.entries(tokenizers))('%s gives back bytes that are no UTF-8', (_, tokenizer) => {
  const random = Random.from(1, 'bytes')
  for (let length = 0; length < 300; length++) {
    const bytes = Uint8Array.from({ length }, () => random.integer(256))
    const tokens = tokenizer.encode(bytes)
    expect(tokenizer.decode(tokens)).toEqual(bytes)
    expect(Array.from(tokens).every((token) => token < tokenizer.vocabulary && token !== endOfText)).toBe(true)
  }
})

test.each(Object.entries(tokenizers))('%s is the same again from its file', (_, tokenizer) => {
  const again = parseTokenizer(JSON.stringify(tokenizer))
  expect(again.vocabulary).toBe(tokenizer.vocabulary)
  for (const text of texts) {
    const bytes = utf8.encode(text)
    expect(Array.from(again.encode(bytes))).toEqual(Array.from(tokenizer.encode(bytes)))
  }
})

test('the end of a text is no byte of it', () => {
  for (const tokenizer of Object.values(tokenizers))
    expect(tokenizer.decode([104, 105, endOfText])).toEqual(utf8.encode('hi'))
})

test('byte pairs are learned by their frequency, equal ones in the order of their tokens', () => {
  const words = new WordCounts()
  for (const word of ['cdcd', 'abab', 'cdcd', 'abab']) words.add(utf8.encode(word))
  // "ab" and "cd" occur 4 times each, then what is made of them.
  const merges = mergesOf(learnBpe(words, 261))
  expect(merges.slice(0, 2)).toEqual([
    [97, 98],
    [99, 100],
  ])
  expect(merges.slice(2)).toEqual([
    [257, 257],
    [258, 258],
  ])
})

test('byte pairs are learned as a search through all words at every step would learn them', () => {
  const random = Random.from(7, 'words')
  const words = new WordCounts()
  for (let i = 0; i < 60; i++)
    words.add(Uint8Array.from({ length: 1 + random.integer(12) }, () => 97 + random.integer(4)))
  expect(mergesOf(learnBpe(words, 300))).toEqual(learnSlowly(words.counts, 300))
})

test('the same texts give the same vocabulary', () => {
  expect(JSON.stringify(learn(350))).toBe(JSON.stringify(learn(350)))
})

test('learned pairs make texts shorter, and no word longer than it was', () => {
  const tokenizer = tokenizers['bpe'] as BpeTokenizer
  const bytes = utf8.encode(texts[0] ?? '')
  expect(tokenizer.encode(bytes).length).toBeLessThan(bytes.length / 2)
  expect(tokenizer.encode(utf8.encode('zqzqzq')).length).toBe(6)
})

test('learning stops when no pair occurs twice', () => {
  const words = new WordCounts()
  words.add(utf8.encode('abc'))
  expect(learnBpe(words, 1000).vocabulary).toBe(257)
})

test.each([
  ['not JSON', '{'],
  ['of another kind', '{"kind":"words"}'],
  ['a pair of what is not there yet', '{"kind":"bpe","merges":[[97,258]]}'],
  ['a pair with the end of a text', '{"kind":"bpe","merges":[[97,256]]}'],
  ['no pair', '{"kind":"bpe","merges":["ab"]}'],
  ['null', 'null'],
  ['pairs that grow without end', JSON.stringify({ kind: 'bpe', merges: doubling(40) })],
])('a tokenizer file that is damaged is refused: %s', (_, json) => {
  expect(() => parseTokenizer(json)).toThrow(expect.objectContaining({ code: 'tokenizer' }))
})

test('a run of letters without end is cut, so that its time does not grow with its square', () => {
  const tokens = learn(300).encode(new Uint8Array(200_000).fill(0xe8))
  expect(tokens.length).toBeGreaterThanOrEqual(200_000 / longestWord)
})

function mergesOf(tokenizer: Tokenizer): readonly (readonly [number, number])[] {
  const file = tokenizer.toJSON()
  return file.kind === 'bpe' ? file.merges : []
}

function doubling(count: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? [97, 97] : [256 + index, 256 + index]))
}

/** The textbook's algorithm: count all pairs anew at every step. */
function learnSlowly(counts: ReadonlyMap<string, number>, vocabulary: number): [number, number][] {
  let words = [...counts].map(([word, count]) => ({ tokens: bytesOfKey(word), count }))
  const merges: [number, number][] = []
  for (let token = 257; token < vocabulary; token++) {
    const best = mostFrequentPair(words)
    if (best === undefined) break
    merges.push(best)
    words = words.map(({ tokens, count }) => ({ tokens: join(tokens, best, token), count }))
  }
  return merges
}

interface CountedWord {
  readonly tokens: readonly number[]
  readonly count: number
}

function mostFrequentPair(words: readonly CountedWord[]): [number, number] | undefined {
  const pairs = new Map<string, number>()
  for (const { tokens, count } of words)
    for (let at = 0; at + 1 < tokens.length; at++) {
      const key = `${tokens[at]},${tokens[at + 1]}`
      pairs.set(key, (pairs.get(key) ?? 0) + count)
    }
  const [first] = [...pairs]
    .filter(([, count]) => count >= 2)
    .map(([key, count]) => ({ pair: key.split(',').map(Number) as [number, number], count }))
    .sort((a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1])
  return first?.pair
}

function join(tokens: readonly number[], [left, right]: readonly [number, number], token: number): number[] {
  const joined: number[] = []
  for (let at = 0; at < tokens.length; at++) {
    const isPair = tokens[at] === left && tokens[at + 1] === right
    joined.push(isPair ? token : (tokens[at] ?? 0))
    if (isPair) at++
  }
  return joined
}
