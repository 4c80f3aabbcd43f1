import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const host = 'https://openalex.org'

export const orcid = '0000-0002-1825-0097'
/** Stands on a byline of Hadley's, as journals print it. */
export const hadleysEmail = 'hadley@example.org'

const institution = { id: `${host}/I1`, display_name: 'Institute of Quiet', country_code: 'DE' }

function slot(id: number, name: string, more: object = {}): object {
  const author = { id: `${host}/A${id}`, display_name: name, ...more }
  return {
    author,
    raw_author_name: id === 2 ? 'H. Printed' : name,
    institutions: [institution],
    raw_affiliation_strings: [`Institute of Quiet${id === 2 ? `, ${hadleysEmail}` : ''}`],
  }
}

const byline = [
  slot(1, 'Ada One'),
  slot(2, 'Hadley Quillfeather', { orcid: `https://orcid.org/${orcid}` }),
  slot(3, 'Cy Three'),
]

const records: readonly object[] = [
  { id: `${host}/A1`, display_name: 'Ada One' },
  { id: `${host}/A2`, display_name: 'Hadley Quillfeather', orcid: `https://orcid.org/${orcid}` },
  { id: `${host}/A3`, display_name: 'Cy Three' },
  {
    id: `${host}/W1`,
    title: 'On quiet rooms',
    type: 'article',
    publication_year: 2020,
    doi: 'https://doi.org/10.1234/quiet',
    authorships: byline,
    primary_location: { source: { id: `${host}/S1`, display_name: 'Annals of Quiet', type: 'journal' } },
    topics: [{ id: `${host}/T1`, display_name: 'Silence', score: 0.9 }],
  },
]

/** Writes a few records, one of which, A2, is about somebody who does not want to be listed. @returns the file. */
export function writeRecords(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'bzpeer-hidden-')), 'records.jsonl')
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path
}
