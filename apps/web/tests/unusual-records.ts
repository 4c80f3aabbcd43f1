import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Records as the world has them and a sample has not: long, in any script, incomplete, and hostile. */
const host = 'https://openalex.org'

const manyWords = Array.from(
  { length: 60 },
  (_, index) => ['measuring', 'interdisciplinary', 'heterogeneity', 'of'][index % 4],
).join(' ')
const oneWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3)

export const names = {
  arabic: 'محمد بن موسى الخوارزمي',
  long: `Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Cipriano de la Santísima Trinidad`,
  unbroken: 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren',
  hostile: '<img src=x onerror=alert(1)> & "Sons"',
} as const

export const titles = {
  long: manyWords,
  unbroken: oneWord,
  hostile: 'On </script><script>alert(1)</script> & ]]> as a title',
  unidentified: 'A work that no identifier leads to',
} as const

const people = Object.values(names).map((name, index) => ({ id: `${host}/A${index + 1}`, display_name: name }))
const place = {
  id: `${host}/I1`,
  display_name: `Institute of ${oneWord.slice(0, 90)}`,
  country_code: 'DE',
  type: 'education',
}

function slots(entries: readonly { readonly id: string | null; readonly display_name: string }[]): object[] {
  return entries.map((author) => ({
    author,
    raw_author_name: author.display_name,
    institutions: [place],
    raw_affiliation_strings: [oneWord],
  }))
}

const crowd = Array.from({ length: 130 }, (_, index) => ({ id: null, display_name: `Collaborator ${index + 1}` }))
const venue = {
  source: { id: `${host}/S1`, display_name: `Proceedings of ${manyWords.slice(0, 150)}`, type: 'conference' },
  landing_page_url: `https://example.org/${'path/'.repeat(40)}`,
}

const works = [
  {
    id: `${host}/W1`,
    title: titles.long,
    doi: `https://doi.org/10.1234/${'x'.repeat(120)}`,
    type: 'article',
    publication_year: 2021,
    is_retracted: true,
    language: 'en',
    keywords: [{ display_name: oneWord }, { display_name: 'ordinary' }],
    abstract: `${manyWords}. ${oneWord}`,
    authorships: slots([...people, ...crowd]),
    primary_location: venue,
  },
  {
    id: `${host}/W2`,
    title: titles.unbroken,
    ids: { arxiv: '2101.00001' },
    type: 'book-chapter',
    authorships: slots(people),
  },
  {
    id: `${host}/W3`,
    title: titles.hostile,
    ids: { arxiv: '2101.00002' },
    type: 'article',
    publication_year: 2020,
    abstract: titles.hostile,
    authorships: slots(people),
  },
  {
    id: `${host}/W4`,
    title: titles.unidentified,
    type: 'other',
    authorships: slots([{ id: `${host}/A90`, display_name: 'Nobody Found' }]),
  },
  { id: `${host}/W5`, title: null, type: 'article', ids: { arxiv: '2101.00003' }, authorships: [] },
]

/** A file of them, in a folder of its own. */
export async function writeUnusualRecords(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'bzpeer-unusual-')), 'records.jsonl')
  await writeFile(path, [...works, ...people].map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path
}
