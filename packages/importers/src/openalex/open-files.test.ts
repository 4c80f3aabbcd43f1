import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FileItem, RecordFile } from '@bzpeer/schema'
import { sharedCorpus } from '@bzpeer/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { openFiles, UnreadablePathError } from './open-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'bzpeer-open-'))
afterAll(() => rmSync(folder, { recursive: true }))

let folders = 0
function writeFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const root = join(folder, String(folders++))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

async function itemsOf(file: RecordFile | undefined, afterLine = 0): Promise<FileItem[]> {
  const items: FileItem[] = []
  for await (const batch of file?.items(afterLine) ?? []) items.push(...batch)
  return items
}

async function namesIn(root: string): Promise<string[]> {
  return (await openFiles([root])).files.map(({ path }) => relative(root, path))
}

const line = (letter: string, id = 1, more: object = {}) =>
  `${JSON.stringify({ id: `https://openalex.org/${letter}${id}`, display_name: 'Name', ...more })}\n`

describe('what is found at a path', () => {
  test('topics come before what they are matched against, and records before the works that name them', async () => {
    const root = writeFolder({
      'a.jsonl': line('W'),
      'b.jsonl.gz': gzipSync(line('A')),
      'c.json': line('I'),
      'd.ndjson': line('S'),
      'e.jsonl': `\n${line('T')}`,
      'f.jsonl': 'nonsense\n',
    })
    expect(await namesIn(root)).toEqual(['e.jsonl', 'd.ndjson', 'c.json', 'b.jsonl.gz', 'a.jsonl', 'f.jsonl'])
  })

  test('files of other kinds and hidden ones are passed over in a folder, and a file that is named is read whatever its name', async () => {
    const root = writeFolder({
      'README.md': '# No',
      'works.jsonl': line('W'),
      '.hidden.jsonl': line('W', 2),
      'data.txt': line('W', 3),
      '.git/a.jsonl': line('W', 4),
    })
    expect(await namesIn(root)).toEqual(['works.jsonl'])
    const { files } = await openFiles([join(root, 'data.txt')])
    expect(await itemsOf(files[0])).toEqual([
      { line: 1, characters: 54, record: expect.objectContaining({ kind: 'work', id: 3 }) as unknown },
    ])
  })

  test('a file that is named twice, or named and lying in a named folder, is read once', async () => {
    const root = writeFolder({ 'works.jsonl': line('W') })
    expect((await openFiles([root, join(root, 'works.jsonl'), join(root, '.', 'works.jsonl')])).files).toHaveLength(1)
  })

  test('a path that is not there, and a folder with nothing to import, are refused by name', async () => {
    await expect(openFiles([join(folder, 'nowhere')])).rejects.toThrow(UnreadablePathError)
    await expect(openFiles([join(folder, 'nowhere')])).rejects.toThrow(/nowhere: there is no such file or folder/)
    await expect(openFiles([join(writeFolder({ 'a.jsonl': line('W') }), 'a.jsonl', 'b')])).rejects.toThrow(/ENOTDIR/)
    await expect(openFiles(['/dev/zero'])).rejects.toThrow(
      '/dev/zero: it is neither a file nor a folder. Write what it gives to a file, and import that.',
    )
    const empty = writeFolder({ 'README.md': 'nothing' })
    await expect(openFiles([empty])).rejects.toThrow(
      /there is no file of records in this folder: \.jsonl, \.ndjson, \.json or part_\*/,
    )
    await expect(openFiles([writeFolder({ 'works.jsonl': line('W') }), empty])).rejects.toThrow(UnreadablePathError)
  })

  test('a file that goes away while it is read is told by name', async () => {
    const root = writeFolder({ 'works.jsonl': line('W') })
    const [file] = (await openFiles([root])).files
    rmSync(join(root, 'works.jsonl'))
    await expect(itemsOf(file)).rejects.toThrow(`${join(root, 'works.jsonl')}: there is no such file or folder.`)
  })

  test('a file without a line that ends is not read to its end to tell what is in it', async () => {
    const root = writeFolder({ 'works.jsonl.gz': gzipSync(Buffer.alloc(200_000_000)) })
    const began = performance.now()
    expect((await openFiles([root])).files).toHaveLength(1)
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test.skipIf(process.getuid?.() === 0)('what may not be read says so', async () => {
    const root = writeFolder({ 'works.jsonl': line('W') })
    chmodSync(join(root, 'works.jsonl'), 0)
    await expect(openFiles([root])).rejects.toThrow(/works\.jsonl: whoever runs this may not read it\. /)
    chmodSync(root, 0)
    await expect(openFiles([root])).rejects.toThrow(/: whoever runs this may not read it\. /)
    chmodSync(root, 0o700)
  })

  test('an empty file is a file without records', async () => {
    const { files } = await openFiles([writeFolder({ 'works.jsonl': '', 'authors.jsonl.gz': gzipSync('') })])
    expect((await Promise.all(files.map((file) => itemsOf(file)))).flat()).toEqual([])
  })

  test('reading goes on behind a line, with the numbers that lines have in the file', async () => {
    const root = writeFolder({ 'works.jsonl': `${line('W', 1)}\n${line('W', 2)}nonsense\n${line('W', 3)}` })
    const [file] = (await openFiles([root])).files
    expect((await itemsOf(file, 3)).map((item) => item.line)).toEqual([4, 5])
    expect((await itemsOf(file)).map((item) => item.line)).toEqual([1, 3, 4, 5])
    expect(file?.bytesRead()).toBe(file?.size)
  })

  test('links are followed, but for those that lead back or nowhere, which are told', async () => {
    const root = writeFolder({ 'a/works.jsonl': line('W'), 'b/authors.jsonl': line('A') })
    const elsewhere = writeFolder({ 'topics.jsonl': line('T') })
    symlinkSync('.', join(root, 'again'))
    symlinkSync('../b', join(root, 'a/to-b'))
    symlinkSync('../a', join(root, 'b/to-a'))
    symlinkSync(elsewhere, join(root, 'elsewhere'))
    symlinkSync('round.jsonl', join(root, 'round.jsonl'))
    symlinkSync('gone', join(root, 'gone.jsonl'))
    const { files, notices } = await openFiles([root])
    expect(files.map(({ path }) => relative(root, path))).toEqual([
      'elsewhere/topics.jsonl',
      'b/authors.jsonl',
      'a/works.jsonl',
    ])
    const readAlready = 'leads to a folder that is read already and was passed over.'
    const nowhere = 'is a link that leads nowhere and was passed over.'
    expect(notices).toEqual([
      `${join(root, 'gone.jsonl')} ${nowhere}`,
      `${join(root, 'round.jsonl')} ${nowhere}`,
      `${join(root, 'a/to-b')} ${readAlready}`,
      `${join(root, 'again')} ${readAlready}`,
      `${join(root, 'b/to-a')} ${readAlready}`,
    ])
  })

  test('folders that all link to each other are read once each', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `folder-${index}`)
    const root = writeFolder(Object.fromEntries(names.map((name) => [`${name}/works.jsonl`, line('W')])))
    for (const from of names) for (const to of names) symlinkSync(`../${to}`, join(root, from, `to-${to}`))
    expect((await openFiles([root])).files).toHaveLength(names.length)
  })
})

describe('a snapshot', () => {
  const manifest = (...urls: string[]) =>
    JSON.stringify({ entries: urls.map((url) => ({ url: `s3://openalex/data/works/${url}`, meta: {} })) })

  test('is read folder by folder, oldest first, with the folder’s date for records without one', async () => {
    const root = writeFolder({
      'works/manifest': manifest(
        'updated_date=2023-05-16/part_000.gz',
        'updated_date=2023-05-17/part_000.gz',
        'updated_date=2023-06-01/part_001.gz',
      ),
      'works/updated_date=2023-05-17/part_000.gz': gzipSync(line('W', 1)),
      'works/updated_date=2023-05-16/part_000.gz': gzipSync(
        line('W', 1) + line('W', 2, { updated_date: '2023-01-01' }),
      ),
      'works/updated_date=2023-13-45/part_000.gz': gzipSync(line('W', 3)),
      'authors/updated_date=2023-05-16/part_000.gz': gzipSync(line('A')),
    })
    const { files, notices } = await openFiles([root])
    expect(files.map(({ path }) => relative(root, path))).toEqual([
      'authors/updated_date=2023-05-16/part_000.gz',
      'works/updated_date=2023-13-45/part_000.gz',
      'works/updated_date=2023-05-16/part_000.gz',
      'works/updated_date=2023-05-17/part_000.gz',
    ])
    expect(notices).toEqual([`${join(root, 'works')}: 1 of the files in its manifest are not here.`])
    const dates = (await Promise.all(files.map((file) => itemsOf(file))))
      .flat()
      .map((item) => ('record' in item ? item.record.updatedAt : item))
    expect(dates).toEqual([
      new Date('2023-05-16'),
      null,
      new Date('2023-05-16'),
      new Date('2023-01-01'),
      new Date('2023-05-17'),
    ])
  })

  test('says which of its parts are none of the public record, and reads the rest', async () => {
    const root = writeFolder({
      'funders/updated_date=2023-09-15/part_000.gz': gzipSync(line('F')),
      'concepts/part_000.gz': gzipSync(line('C')),
      'works/part_000.gz': gzipSync(line('W')),
    })
    const { files, notices } = await openFiles([root])
    expect(files).toHaveLength(1)
    expect(notices).toEqual([
      `${join(root, 'concepts')}: concepts are not part of the public record and were passed over.`,
      `${join(root, 'funders')}: funders are not part of the public record and were passed over.`,
    ])
  })

  test.each(['not JSON', '[]', '{"entries":5}', ''])(
    'is read without its manifest where that is damaged: %j',
    async (text) => {
      const root = writeFolder({ 'works/manifest': text, 'works/part_000.gz': gzipSync(line('W')) })
      expect(await openFiles([root])).toMatchObject({ files: [{}], notices: [] })
    },
  )

  test('has lists of merged ids, read before everything else', async () => {
    const root = writeFolder({
      'works/part_000.gz': gzipSync(line('W')),
      'merged_ids/authors/2022-08-03.csv.gz': gzipSync(
        'merge_date,id,merge_into_id\r\n2022-08-03,A3007116629,A2090344885\r\n2022-08-03,A1,A1\n2022-08-03,A1,W2\nnonsense\n2022-08-03,A5\n',
      ),
      'merged_ids/funders/2022-08-03.csv': 'merge_date,id,merge_into_id\n2022-08-03,F1,F2\n',
      'merged_ids/works/2022-08-03.csv': '2022-08-03,W1,W2',
      'other/2022-08-03.csv': '2022-08-03,W1,W2',
    })
    const { files } = await openFiles([root])
    expect(files.map(({ path }) => relative(root, path))).toEqual([
      'merged_ids/authors/2022-08-03.csv.gz',
      'merged_ids/works/2022-08-03.csv',
      'works/part_000.gz',
    ])
    expect(await itemsOf(files[0])).toEqual([
      { line: 2, merge: { kind: 'author', id: 3_007_116_629, intoId: 2_090_344_885 } },
      ...[3, 4, 5, 6].map((number) => ({
        line: number,
        reason: expect.stringMatching(/two different author ids/) as string,
      })),
    ])
    expect(await itemsOf(files[1])).toEqual([{ line: 1, merge: { kind: 'work', id: 1, intoId: 2 } }])
  })

  test('of merged ids that breaks off says so, and takes no number for whole that may be cut off', async () => {
    const rows = Array.from(
      { length: 5_000 },
      (_, index) => `2022-08-03,A${1_000_000 + index * 7},A${5_000_000 + index * 13}\n`,
    ).join('')
    const bytes = gzipSync(rows)
    const root = writeFolder({
      'merged_ids/authors/2022-08-03.csv.gz': bytes.subarray(0, Math.floor(bytes.length / 2)),
    })
    const items = await itemsOf((await openFiles([root])).files[0])
    const merges = items.flatMap((item) => ('merge' in item ? [item.merge] : []))
    expect(merges).toEqual(
      merges.map((_, index) => ({ kind: 'author', id: 1_000_000 + index * 7, intoId: 5_000_000 + index * 13 })),
    )
    expect(items.at(-1)).toEqual({
      line: merges.length + 1,
      reason: expect.stringContaining('cannot be read') as string,
    })
  })
})

const jsonLines = sharedCorpus('fixtures/openalex-jsonl')
const snapshot = sharedCorpus('fixtures/openalex-snapshot')

test.skipIf(jsonLines.folder === undefined)(
  `every record that OpenAlex and its look-alikes gave is taken over (${jsonLines.skipReason ?? 'fixtures'})`,
  async () => {
    const { files } = await openFiles([jsonLines.folder ?? ''])
    const items = (await Promise.all(files.map((file) => itemsOf(file)))).flat()
    expect(items.filter((item) => 'reason' in item)).toEqual([])
    const kinds = items.map((item) => ('record' in item ? item.record.kind : 'none'))
    const counts = new Map(
      ['author', 'institution', 'source', 'work'].map((kind) => [kind, kinds.filter((other) => other === kind).length]),
    )
    expect(Object.fromEntries(counts)).toEqual({ author: 11, institution: 6, source: 1, work: 27 })
    expect(kinds).toHaveLength(45)
  },
)

test.skipIf(snapshot.folder === undefined)(
  `a piece of a real snapshot is taken over, with notices of what is missing (${snapshot.skipReason ?? 'fixtures'})`,
  async () => {
    const { files, notices } = await openFiles([snapshot.folder ?? ''])
    const items = (await Promise.all(files.map((file) => itemsOf(file)))).flat()
    expect(items.filter((item) => 'reason' in item)).toEqual([])
    expect(items.filter((item) => 'merge' in item)).toHaveLength(1)
    expect(items.filter((item) => 'record' in item)).toHaveLength(27 + 249 + 678 + 1)
    expect(items.every((item) => !('record' in item) || item.record.updatedAt !== null)).toBe(true)
    expect(notices.map((notice) => notice.slice(notice.indexOf(': ')))).toEqual([
      expect.stringMatching(/\d+ of the files in its manifest are not here/) as string,
      ': funders are not part of the public record and were passed over.',
      expect.stringMatching(/\d+ of the files in its manifest are not here/) as string,
    ])
  },
)
