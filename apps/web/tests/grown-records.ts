import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Records that grew: merged with others, and with more names, identifiers and bonds than a page has room for. */
const host = 'https://openalex.org'

const counted = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

const person = (id: number) => ({ author: { id: `${host}/A${id}`, display_name: `Person ${id}` } })

const works = [
  {
    id: `${host}/W1`,
    title: 'Made by many, cited by many',
    type: 'article',
    publication_year: 2020,
    ids: { mag: '77', openreview: 'r/evïew', pmid: '88' },
    authorships: counted(150).map((index) => person(100 + index)),
    referenced_works: counted(30).map((index) => `${host}/W${100 + index}`),
  },
  ...counted(30).map((index) => ({
    id: `${host}/W${100 + index}`,
    title: `Bound to it ${index}`,
    type: 'article',
    publication_year: 1990 + index,
    authorships: [person(1), person(100 + index)],
    referenced_works: [`${host}/W1`],
  })),
]

const authors = [
  {
    id: `${host}/A1`,
    display_name: 'Person 1',
    ids: { dblp: 'p/1', scopus: counted(20_000).map((index) => `scopus-${index}`) },
    display_name_alternatives: counted(10_000).map((index) => `Alias ${index} ${'x'.repeat(1_000)}`),
  },
]

const sources = [{ id: `${host}/S1`, display_name: 'A journal', issn: ['2049-3630'] }]
const institutions = [{ id: `${host}/I1`, display_name: 'A place', ids: { isni: '0000000419368956' } }]

/** A folder of them. */
export async function writeGrownRecords(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-grown-'))
  for (const [name, records] of Object.entries({ works, authors, sources, institutions })) {
    await writeFile(join(folder, `${name}.jsonl`), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  }
  for (const [collection, letter] of [
    ['authors', 'A'],
    ['works', 'W'],
  ]) {
    await mkdir(join(folder, 'merged_ids', collection ?? ''), { recursive: true })
    const lines = [
      'merge_date,id,merge_into_id',
      `2024-01-01,${letter}2,${letter}1`,
      `2024-01-01,${letter}8,${letter}9`,
      `2024-01-01,${letter}9,${letter}8`,
      '',
    ]
    await writeFile(join(folder, 'merged_ids', collection ?? '', '2024-01-01.csv'), lines.join('\n'))
  }
  return folder
}
