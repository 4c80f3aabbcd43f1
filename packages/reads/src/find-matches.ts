import { type EntityKind, type EntityRef, findEntityRef, findIdentifier } from '@bzpeer/schema'
import { findByIdentifier, findHidden, findNameFilter, type Found, readHits, searchWorks } from '@bzpeer/store'
import { findByBeginning, findOtherwise, joinFound } from './find-names.ts'
import { findMergedInto } from './find-page.ts'
import type { ReadContext } from './read-context.ts'
import { type FilterValues, parseEntityFilters, parseWorkFilters } from './search-filters.ts'

/** With fewer names found by their beginning than this, misspelt ones are looked for too. */
const fewNames = 5

/** Ids that match, best first, for each kind asked for. An identifier, pasted as it is, leads to what carries it alone. */
export async function findMatches(
  context: ReadContext,
  kinds: readonly EntityKind[],
  query: string,
  filters: FilterValues,
): Promise<ReadonlyMap<EntityKind, Found>> {
  const identified = await findIdentified(context, query)
  if (identified !== undefined && kinds.includes(identified.kind))
    return new Map([[identified.kind, { ids: [identified.id], isCut: false }]])
  const named = kinds.filter((kind) => kind !== 'work')
  const [first, ...others] = named
  const filter =
    first === undefined || others.length > 0 ? undefined : findNameFilter(first, parseEntityFilters(filters))
  const [works, begun] = await Promise.all([
    kinds.includes('work') ? searchWorks(context.db, query, parseWorkFilters(filters)) : none,
    findByBeginning(context, { kinds: named, filter }, query),
  ])
  const names = [...begun.values()].reduce((sum, { ids }) => sum + ids.length, 0)
  // Where the words as they are lead somewhere, nobody asked for others.
  const sparse =
    kinds.length > 1 && works.ids.length + names >= fewNames
      ? []
      : named.filter((kind) => (begun.get(kind)?.ids.length ?? 0) < fewNames)
  const more = await findOtherwise(context, { text: query, kinds: sparse, filter, beginsName: names > 0 })
  return new Map<EntityKind, Found>([
    ['work', works],
    ...named.map((kind) => [kind, joinFound(kind, [begun, ...more])] as const),
  ])
}

const none: Found = { ids: [], isCut: false }

const pastedSchemes = ['doi', 'orcid', 'ror', 'arxiv', 'issn', 'pmid'] as const

/** The one record that a query names which is nothing but its id, or an identifier as people paste it; not one that is hidden. */
export async function findIdentified(context: ReadContext, query: string): Promise<EntityRef | undefined> {
  const ref = await findNamed(context, query)
  return ref === undefined || (await findHidden(context.db, ref)) === undefined ? ref : undefined
}

async function findNamed(context: ReadContext, query: string): Promise<EntityRef | undefined> {
  const { db } = context
  const own = await findOwn(context, query)
  if (own !== undefined) return own
  for (const scheme of pastedSchemes) {
    // A bare number could be many things; of a PubMed id it takes the word or the address.
    if (scheme === 'pmid' && /^\d+$/.test(query)) continue
    const identifier = findIdentifier(scheme, query)
    const ref = identifier === undefined ? undefined : await findByIdentifier(db, scheme, identifier.value)
    if (ref !== undefined) return ref
  }
  return undefined
}

/** A record of this site by its id, or the one it was merged into. `S4` may also be a word: then there is none. */
async function findOwn(context: ReadContext, query: string): Promise<EntityRef | undefined> {
  const ref = findEntityRef(query)
  if (ref === undefined) return undefined
  const [hit] = await readHits(context.db, [ref])
  const id = hit?.id ?? (await findMergedInto(context, ref))
  return id === undefined ? undefined : { kind: ref.kind, id }
}
