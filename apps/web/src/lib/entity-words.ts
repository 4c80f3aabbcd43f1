import { type EntityKind, isKnownScheme, type KnownScheme } from '@bzpeer/schema'

/** What each kind of entity is called on pages: one of them, and many. */
export const entityWords = {
  work: { one: 'Work', many: 'Works' },
  author: { one: 'Researcher', many: 'People' },
  institution: { one: 'Institution', many: 'Institutions' },
  topic: { one: 'Topic', many: 'Topics' },
  source: { one: 'Source', many: 'Sources' },
} as const satisfies Record<EntityKind, { one: string; many: string }>

const schemeNames: Readonly<Record<KnownScheme, string>> = {
  doi: 'DOI',
  arxiv: 'arXiv',
  orcid: 'ORCID',
  ror: 'ROR',
  pmid: 'PubMed',
  pmcid: 'PubMed Central',
  acl: 'ACL Anthology',
  openreview: 'OpenReview',
  dblp: 'dblp',
  isni: 'ISNI',
  issn: 'ISSN',
  mag: 'MAG',
  openalex: 'OpenAlex',
  wikidata: 'Wikidata',
  wikipedia: 'Wikipedia',
}

/** `DOI` for `doi`; a scheme this site does not know keeps the name it came with. */
export function nameOfScheme(scheme: string): string {
  return isKnownScheme(scheme) ? schemeNames[scheme] : scheme
}

/** `book chapter` for `book-chapter` */
export function plainType(type: string): string {
  return type.replaceAll(/[-_]/g, ' ')
}
