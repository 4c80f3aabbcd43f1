import { expect, test } from 'vitest'
import { Random } from '../layers/random.ts'
import { countBatches, fixedBatches, sampleBatch } from './batches.ts'
import { isForValidation, packDocuments, TokenPacker } from './packed-tokens.ts'
import { byteTokenizer, endOfText } from './tokenizer.ts'

const utf8 = new TextEncoder()

async function* documentsOf(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield utf8.encode(text)
}

test('documents lie one after the other, each ended by the end of text', () => {
  const packer = new TokenPacker(byteTokenizer)
  packer.add([1, 2])
  packer.add([])
  packer.add([3])
  expect(packer.finish()).toEqual(Uint16Array.of(1, 2, endOfText, endOfText, 3, endOfText))
})

test('a vocabulary beyond two bytes takes four', () => {
  const packer = new TokenPacker({ ...byteTokenizer, vocabulary: 2 ** 16 + 1 })
  packer.add([2 ** 16])
  expect(packer.finish()).toEqual(Uint32Array.of(2 ** 16, endOfText))
})

test('more documents than were foreseen are kept whole', () => {
  const packer = new TokenPacker(byteTokenizer)
  for (let i = 0; i < 300; i++) packer.add(new Uint8Array(1000).fill(i % 256))
  const tokens = packer.finish()
  expect(tokens.length).toBe(300 * 1001)
  expect(tokens[299 * 1001]).toBe(299 % 256)
})

test('a document is for validation by its content alone, and a fixed share of them are', async () => {
  const texts = Array.from({ length: 5000 }, (_, index) => `document ${index}`)
  const chosen = texts.filter((text) => isForValidation(utf8.encode(text), 50))
  expect(chosen.length).toBeGreaterThan(60)
  expect(chosen.length).toBeLessThan(140)
  const forth = await packDocuments(documentsOf(texts), byteTokenizer, 50)
  const back = await packDocuments(documentsOf(texts.toReversed()), byteTokenizer, 50)
  expect(forth.validation.toSorted()).toEqual(back.validation.toSorted())
  expect(forth.training.length + forth.validation.length).toBe(texts.join(' ').length + 1)
})

const tokens = Uint16Array.from({ length: 100 }, (_, index) => index)

test('the target of each token is the one after it', () => {
  const { ids, targets } = sampleBatch(tokens, { sequences: 50, length: 9 }, Random.from(1))
  expect(ids.shape).toEqual([450])
  expect([...targets.data]).toEqual(Array.from(ids.data, (id) => id + 1))
  expect(Math.max(...targets.data)).toBeLessThan(100)
})

test('sequences begin at every place, the last one too', () => {
  const { ids } = sampleBatch(tokens, { sequences: 5000, length: 9 }, Random.from(2))
  const starts = new Set(ids.data.filter((_, index) => index % 9 === 0))
  expect(starts.size).toBe(91)
})

test('a random state that is put back draws the same batch', () => {
  const random = Random.from(3)
  random.next()
  const again = new Random(random.state.slice())
  const shape = { sequences: 4, length: 5 }
  expect(sampleBatch(tokens, shape, random)).toEqual(sampleBatch(tokens, shape, again))
})

test('validation batches are the same every time and reach from the first to the last token', () => {
  const batches = fixedBatches(tokens, { sequences: 2, length: 9 }, 5)
  expect(Array.from(batches, ({ ids }) => [ids.data[0], ids.data[9]])).toEqual([
    [0, 9],
    [18, 27],
    [36, 45],
    [54, 63],
    [72, 81],
  ])
})

test('batches are made when it is their turn: a thousand million of them take no memory', () => {
  const [first] = fixedBatches(tokens, { sequences: 2, length: 9 }, 1e9)
  expect(first?.ids.shape).toEqual([18])
})

test('tokens fill so many batches, and one at the least', () => {
  expect([2, 1e3].map((sequences) => countBatches(tokens, { sequences, length: 9 }))).toEqual([5, 1])
})
