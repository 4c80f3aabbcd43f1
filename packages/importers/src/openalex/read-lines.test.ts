import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { type Line, maxLineBytes, readLines } from './read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'bzpeer-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
async function linesOf(content: string | Buffer, ending = ''): Promise<Line[]> {
  const path = join(folder, `${files++}.jsonl${ending}`)
  writeFileSync(path, content)
  return readAll(path)
}

async function readAll(path: string): Promise<Line[]> {
  const lines: Line[] = []
  for await (const batch of readLines(path).batches) lines.push(...batch)
  return lines
}

/** As the reader takes a file in. */
const chunkBytes = 256 * 1024

test('lines end with LF or CRLF, the last one also without either, and blank ones are counted but not given', async () => {
  expect(await linesOf('a\r\n\n  b  \n \t \nc')).toEqual([
    { number: 1, text: 'a' },
    { number: 3, text: 'b' },
    { number: 5, text: 'c' },
  ])
  expect(await linesOf('a\nb\n')).toHaveLength(2)
  expect(await linesOf('')).toEqual([])
  expect(await linesOf('\n\n\n')).toEqual([])
})

test('a byte order mark at the beginning of a file is no part of its first line', async () => {
  expect(await linesOf('\uFEFF{}\n')).toEqual([{ number: 1, text: '{}' }])
})

test.each([-3, -2, -1, 0, 1, 2])(
  'a line that ends %i bytes from where a chunk of the file ends is whole',
  async (offset) => {
    const first = 'é'.repeat((chunkBytes - 8) / 2)
    const padded = first + 'x'.repeat(chunkBytes + offset - Buffer.byteLength(first) - 1)
    for (const newline of ['\n', '\r\n']) {
      expect(await linesOf(`${padded}${newline}second ü${newline}`)).toEqual([
        { number: 1, text: padded },
        { number: 2, text: 'second ü' },
      ])
    }
  },
)

test('a character whose bytes lie in two chunks is read whole', async () => {
  const text = `${'x'.repeat(chunkBytes - 2)}\u{1F600}é`
  expect(await linesOf(text)).toEqual([{ number: 1, text }])
})

test('a line over many chunks is whole', async () => {
  const text = 'abcdefg '.repeat(chunkBytes).trim()
  expect(await linesOf(`x\n${text}\ny`)).toEqual([
    { number: 1, text: 'x' },
    { number: 2, text },
    { number: 3, text: 'y' },
  ])
})

test('a line just as long as may be is read, one byte more is put aside, and what follows is read', async () => {
  const longest = 'x'.repeat(maxLineBytes)
  const lines = await linesOf(`${longest}\n${longest}x\nnext\n${longest}x`)
  expect(lines.map((line) => ('text' in line ? line.text.length : line.problem))).toEqual([
    maxLineBytes,
    expect.stringMatching(/16\.8 MB.*at most 16 MB/),
    4,
    expect.stringMatching(/16\.8 MB/),
  ])
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3, 4])
})

test('a compressed file of several members, as cat makes it of several files, is read to its end', async () => {
  const path = join(folder, 'members.jsonl.gz')
  writeFileSync(path, gzipSync('one\ntw'))
  appendFileSync(path, gzipSync('o\n'))
  appendFileSync(path, gzipSync(''))
  appendFileSync(path, gzipSync('three'))
  expect(await readAll(path)).toEqual([
    { number: 1, text: 'one' },
    { number: 2, text: 'two' },
    { number: 3, text: 'three' },
  ])
})

test('a compressed file that breaks off gives its whole lines, and the rest as one problem, at any length', async () => {
  const text = Array.from({ length: 2_000 }, (_, index) => `{"line":${index},"noise":"${Math.sin(index)}"}`).join('\n')
  const bytes = gzipSync(text)
  const whole = text.split('\n')
  for (const share of [0.1, 0.5, 0.9, 0.999]) {
    const lines = await linesOf(bytes.subarray(0, Math.floor(bytes.length * share)), '.gz')
    const given = lines.flatMap((line) => ('text' in line ? [line.text] : []))
    expect(given).toEqual(whole.slice(0, given.length))
    expect(lines.slice(given.length)).toEqual([
      { number: given.length + 1, problem: expect.stringMatching(/from this line on, cannot be read/) as string },
    ])
  }
  expect(await linesOf(bytes.subarray(0, 5), '.gz')).toEqual([
    { number: 1, problem: expect.stringContaining('cannot be read') as string },
  ])
})

/** Lines that compress to about half their length, so that a damage has many before it and behind it. */
const noisyLines = Array.from(
  { length: 6_000 },
  (_, index) => `{"line":${index},"noise":"${Math.sin(index)}${Math.cos(index)}"}`,
)

const patient = { timeout: 60_000 }

async function readSlowly(path: string): Promise<Line[]> {
  const lines: Line[] = []
  for await (const batch of readLines(path).batches) {
    lines.push(...batch)
    await wait(1)
  }
  return lines
}

test(
  'of a damaged compressed file every whole line before the damage is given, however slowly it is read',
  patient,
  async () => {
    const bytes = gzipSync(`${noisyLines.join('\n')}\n`)
    for (const share of [0.2, 0.5, 0.77, 0.999]) {
      const content = bytes.subarray(0, Math.floor(bytes.length * share))
      const path = join(folder, `cut-at-${share}.jsonl.gz`)
      writeFileSync(path, content)
      const text = gunzipSync(content, { finishFlush: constants.Z_SYNC_FLUSH }).toString()
      const whole = text.slice(0, text.lastIndexOf('\n')).split('\n')
      for (const read of [readAll, readSlowly]) {
        const lines = await read(path)
        expect(lines.length).toBe(whole.length + 1)
        expect(lines.slice(0, -1).map((line) => ('text' in line ? line.text : line.problem))).toEqual(whole)
        expect(lines.at(-1)).toMatchObject({ number: whole.length + 1, problem: expect.any(String) as string })
      }
    }
  },
)

test.each([
  ['few lines', ['one', 'two', 'three']],
  ['many lines', noisyLines],
])('what is no gzip behind a whole member costs none of its lines: %s', patient, async (title, whole) => {
  const path = join(folder, `garbage-${title}.jsonl.gz`)
  writeFileSync(path, Buffer.concat([gzipSync(`${whole.join('\n')}\n`), Buffer.from('this is no gzip')]))
  for (const read of [readAll, readSlowly]) {
    expect(await read(path)).toEqual([
      ...whole.map((text, index) => ({ number: index + 1, text })),
      { number: whole.length + 1, problem: expect.stringContaining('cannot be read') as string },
    ])
  }
})

test('zeros behind a compressed file are padding, and not damage', async () => {
  const padded = Buffer.concat([gzipSync('one\ntwo\n'), Buffer.alloc(100_000)])
  expect(await linesOf(padded, '.gz')).toEqual([
    { number: 1, text: 'one' },
    { number: 2, text: 'two' },
  ])
})

test('bytes that were changed on the disk give the same lines at every reading', patient, async () => {
  const bytes = gzipSync(`${noisyLines.join('\n')}\n`)
  for (let index = 0; index < 40; index++) {
    const place = Math.floor(bytes.length / 2) + index
    bytes.writeUInt8(bytes.readUInt8(place) ^ 0xff, place)
  }
  const path = join(folder, 'changed.jsonl.gz')
  writeFileSync(path, bytes)
  const first = await readAll(path)
  const given = first.flatMap((line) => ('text' in line ? [line.text] : []))
  expect(given.slice(0, 2_700)).toEqual(noisyLines.slice(0, 2_700))
  expect(first.filter((line) => 'problem' in line && line.problem.startsWith('The rest'))).toHaveLength(1)
  for (const read of [readSlowly, readAll]) expect(await read(path)).toEqual(first)
})

test('a compressed file whose checksum is wrong is not taken for good', async () => {
  const bytes = gzipSync('one\ntwo\n')
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 8) ^ 0xff, bytes.length - 8)
  expect((await linesOf(bytes, '.gz')).filter((line) => 'problem' in line)).toHaveLength(1)
})

test('lines that are no UTF-8 or hold a null byte are put aside one by one', async () => {
  const bad = Buffer.concat([
    Buffer.from('ok\n'),
    Buffer.from([0x61, 0x80, 0x0a]),
    Buffer.from('a\0b\nok\n'),
    Buffer.from([0xc3]),
  ])
  expect(await linesOf(bad)).toEqual([
    { number: 1, text: 'ok' },
    { number: 2, problem: 'The line is not valid UTF-8.' },
    { number: 3, problem: 'The line contains a null byte.' },
    { number: 4, text: 'ok' },
    { number: 5, problem: 'The line is not valid UTF-8.' },
  ])
})

test('memory does not grow with the length of a line that is put aside', async () => {
  const path = join(folder, 'endless.jsonl')
  const piece = Buffer.alloc(32 * 1024 * 1024, 'x')
  for (let count = 0; count < 6; count++) appendFileSync(path, piece)
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  for await (const lines of readLines(path).batches) {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    for (const line of lines)
      expect(line).toMatchObject({ number: 1, problem: expect.stringContaining('201.3 MB') as string })
  }
  expect(most).toBeLessThan(100 * 1024 * 1024)
})

test('how many bytes of a compressed file have been read is told as it lies on disk', async () => {
  const path = join(folder, 'told.jsonl.gz')
  const bytes = gzipSync('x'.repeat(1_000_000))
  writeFileSync(path, bytes)
  const file = readLines(path)
  for await (const lines of file.batches) expect(lines.length).toBeLessThanOrEqual(1)
  expect(file.bytesRead()).toBe(bytes.length)
})
