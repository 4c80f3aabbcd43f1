/** Records in OpenAlex's shape, made for the tests: small ones by hand, and whole corpora from a seed. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }
export type JsonRecord = Readonly<Record<string, Json | undefined>>

const host = 'https://openalex.org'

export function author(id: number, name = `Author ${id}`, more: JsonRecord = {}): JsonRecord {
  return { id: `${host}/A${id}`, display_name: name, ...more }
}

export function topic(id: number, name: string, description: string, more: JsonRecord = {}): JsonRecord {
  return { id: `${host}/T${id}`, display_name: name, description, ...more }
}

export function institution(id: number, name = `Institution ${id}`, more: JsonRecord = {}): JsonRecord {
  return { id: `${host}/I${id}`, display_name: name, country_code: 'DE', type: 'education', ...more }
}

export function source(id: number, name = `Source ${id}`, more: JsonRecord = {}): JsonRecord {
  return { id: `${host}/S${id}`, display_name: name, type: 'journal', ...more }
}

/** An ORCID iD of this number: 15 digits and the check digit of ISO 7064 11,2. */
export function orcidOf(number: number): string {
  const digits = String(number).padStart(15, '0')
  let total = 0
  for (const digit of digits) total = (total + Number(digit)) * 2
  const check = (12 - (total % 11)) % 11
  return `${digits}${check === 10 ? 'X' : check}`.replace(/(.{4})(?=.)/g, '$1-')
}

/** One slot of a byline, every third with an iD; null for a name that resolves to no record. */
export function slot(authorId: number | null, institutionIds: readonly number[] = [], name?: string): JsonRecord {
  const shown = name ?? `Author ${authorId ?? 'unknown'}`
  return {
    author: {
      id: authorId === null ? null : `${host}/A${authorId}`,
      display_name: shown,
      orcid: authorId !== null && authorId % 3 === 0 ? `https://orcid.org/${orcidOf(authorId)}` : null,
    },
    raw_author_name: shown,
    institutions: institutionIds.map((id) => institution(id)),
    raw_affiliation_strings: institutionIds.map((id) => `Department, Institution ${id}`),
  }
}

export function work(id: number, title = `Work ${id}`, more: JsonRecord = {}): JsonRecord {
  return { id: `${host}/W${id}`, title, type: 'article', publication_year: 2020, ...more }
}

export function workTopic(id: number, score = 0.9, name = `Topic ${id}`): JsonRecord {
  return { id: `${host}/T${id}`, display_name: name, score }
}

export function place(sourceId: number, url = `https://journal.example/${sourceId}`): JsonRecord {
  return { source: source(sourceId), landing_page_url: url, pdf_url: null }
}

export function workUrl(id: number): string {
  return `${host}/W${id}`
}

export interface MadeCorpus {
  readonly topics: readonly JsonRecord[]
  readonly sources: readonly JsonRecord[]
  readonly institutions: readonly JsonRecord[]
  readonly authors: readonly JsonRecord[]
  readonly works: readonly JsonRecord[]
}

const subjects = [
  'matrix factorisation',
  'protein folding',
  'ocean circulation',
  'medieval trade',
  'graph theory',
  'soil bacteria',
  'speech recognition',
  'stellar spectra',
]
const fillers = [
  'an approach',
  'new evidence',
  'a survey',
  'the limits',
  'fast methods',
  'a field study',
  'lessons learned',
]

/** Works with bylines, places, topics stated or to be matched, and references, with records of all they name. */
export function makeCorpus(workCount: number, random: () => number): MadeCorpus {
  const authorCount = Math.ceil(workCount / 2) + 3
  const some = (count: number): number => 1 + Math.floor(random() * count)
  const topics = subjects.map((subject, index) =>
    topic(
      index + 1,
      `Topic ${index + 1}`,
      `This cluster of papers explores ${subject}, its methods, ${subject} models and applications of ${subject}.`,
    ),
  )
  const sources = Array.from({ length: 9 }, (_, index) => source(index + 1))
  const institutions = Array.from({ length: 20 }, (_, index) =>
    institution(index + 1, undefined, { geo: { city: 'Jena', country: 'Germany', latitude: 50.9, longitude: 11.6 } }),
  )
  const authors = Array.from({ length: authorCount }, (_, index) =>
    author(index + 1, undefined, {
      display_name_alternatives: [`A. ${index + 1}`],
      affiliations: [{ institution: institution(some(20)), years: [2019, 2021] }],
    }),
  )
  const works = Array.from({ length: workCount }, (_, index) => makeWork(index + 1))
  return { topics, sources, institutions, authors, works }

  function makeWork(id: number): JsonRecord {
    const subject = subjects[id % subjects.length] ?? ''
    return work(id, `${fillers[id % fillers.length] ?? ''} on ${subject}`, {
      publication_year: 1990 + some(30),
      authorships: Array.from({ length: some(6) }, () =>
        slot(random() < 0.1 ? null : some(authorCount), random() < 0.5 ? [some(20)] : []),
      ),
      primary_location: place(some(9)),
      ...(random() < 0.3 ? { doi: `https://doi.org/10.1234/${id}` } : {}),
      ...(random() < 0.5 ? { topics: [workTopic(some(8)), workTopic(some(8), 0.4)] } : {}),
      abstract_inverted_index: { [subject]: [0], models: [1], 'and applications': [2] },
      referenced_works: Array.from({ length: some(4) }, () => workUrl(some(workCount))),
    })
  }
}

/** Every record of a corpus, in the order in which an import would take them by itself. */
export function allOf({ topics, sources, institutions, authors, works }: MadeCorpus): JsonRecord[] {
  return [...topics, ...sources, ...institutions, ...authors, ...works]
}
