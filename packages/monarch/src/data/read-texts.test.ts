import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyReport, type ReadReport, readTexts } from './read-texts.ts'
import { maxLineBytes } from './split-lines.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monarch-texts-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function read(path: string): Promise<{ texts: string[]; report: ReadReport }> {
  const report = emptyReport()
  const texts: string[] = []
  for await (const bytes of readTexts(path, report)) texts.push(new TextDecoder().decode(bytes))
  return { texts, report }
}

const records = [
  { title: 'On words', abstract_inverted_index: { again: [2], words: [0, 3], and: [1] } },
  { display_name: 'Plain', abstract: 'An abstract.' },
  { text: 'A text.' },
  { title: 'Nothing more', abstract_inverted_index: null },
]
const lines = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`
const expected = ['On words\n\nwords and again words', 'Plain\n\nAn abstract.', 'A text.']

test('JSON Lines give a document for each record that has a text, after its title', async () => {
  const { texts, report } = await read(await put('a.jsonl', lines))
  expect(texts).toEqual(expected)
  expect(report).toEqual({ documents: 3, withoutText: 1, problems: 0, firstProblems: [] })
})

test('compressed files are read like others', async () => {
  expect((await read(await put('a.jsonl.gz', gzipSync(lines)))).texts).toEqual(expected)
})

test('of a folder of a corpus only the works are read', async () => {
  await put('authors.jsonl', '{"text":"an author"}\n')
  await put('works-1.jsonl.gz', gzipSync('{"text":"one"}\n'))
  await put('works-2.jsonl', '{"text":"two"}')
  expect((await read(folder)).texts).toEqual(['one', 'two'])
})

test('of another folder all texts are read, by name', async () => {
  await put('b.txt', 'plain')
  await put('a.ndjson', '{"text":"lines"}')
  await put('c.png', 'no text')
  expect((await read(folder)).texts).toEqual(['lines', 'plain'])
})

test('lines that cannot be read are counted, named and passed over', async () => {
  const bad = [
    '{"text": broken',
    '[1]',
    '{"abstract_inverted_index":{"far":[1000000000]}}',
    '{"abstract_inverted_index":{"a":"b"}}',
  ]
  const path = await put('a.jsonl', ['{"text":"before"}', ...bad, '', '{"text":"after"}\r', ''].join('\n'))
  const { texts, report } = await read(path)
  expect(texts).toEqual(['before', 'after'])
  expect(report.problems).toBe(4)
  expect(report.firstProblems[0]).toMatch(/^a\.jsonl, line 2: it is not JSON/)
  expect(report.firstProblems[1]).toBe('a.jsonl, line 3: it is not an object')
})

test('a line beyond all measure is passed over without being held', async () => {
  const path = await put('a.jsonl', `{"text":"${'x'.repeat(maxLineBytes)}"}\n{"text":"after"}\n`)
  const { texts, report } = await read(path)
  expect(texts).toEqual(['after'])
  expect(report.firstProblems[0]).toMatch(/^a\.jsonl, line 1: the line has 167\d+ bytes/)
})

test('a compressed file that breaks off gives what came before', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => `{"text":"number ${index} ${Math.sin(index)}"}\n`).join('')
  const whole = gzipSync(many)
  const { texts, report } = await read(await put('a.jsonl.gz', whole.subarray(0, whole.length / 2)))
  expect(texts[0]).toMatch(/^number 0/)
  expect(texts.length).toBeGreaterThan(100)
  expect(report.problems).toBe(1)
  expect(report.firstProblems[0]).toMatch(/the rest of the compressed file/)
})

test('plain text is cut into pieces that are the text again', async () => {
  const paragraphs = Array.from(
    { length: 300 },
    (_, index) => `Paragraph ${index}.\n${'Words. '.repeat(index)}\n\n`,
  ).join('')
  const { texts } = await read(await put('a.txt', paragraphs))
  expect(texts.join('')).toBe(paragraphs)
  expect(texts.length).toBeGreaterThan(20)
  expect(texts.slice(0, -1).every((text) => text.endsWith('\n'))).toBe(true)
})

test('plain text that is no UTF-8 comes through as it is', async () => {
  const bytes = Uint8Array.from({ length: 9000 }, (_, index) => (index * 37) % 256)
  const path = await put('a.txt', bytes)
  const pieces: Uint8Array[] = []
  for await (const piece of readTexts(path, emptyReport())) pieces.push(piece)
  expect(Buffer.concat(pieces)).toEqual(Buffer.from(bytes))
})

test('a path that is not there, or holds no texts, is named', async () => {
  await expect(read(join(folder, 'nowhere'))).rejects.toThrow(/nowhere: there is no such file or folder of texts/)
  await expect(read(folder)).rejects.toThrow(/the folder has no \.jsonl/)
})
