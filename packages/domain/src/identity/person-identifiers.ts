import type { Identifier } from '@bzpeer/schema'

/** Schemes whose identifiers are given to people, by themselves or by someone who keeps namesakes apart. */
export const personSchemes = ['orcid', 'openreview', 'acl', 'vispubdata', 'dblp', 'isni', 'wikidata', 'viaf', 'gnd']

/** Whether the identifier says who the person is, rather than which record it came from. */
export function identifiesPerson({ scheme }: Identifier): boolean {
  return personSchemes.includes(scheme)
}
