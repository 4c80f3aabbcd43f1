import { keyOf } from '@bzpeer/domain'
import { type EntityKind, entityKinds } from '@bzpeer/schema'
import { type HitRow, readHitsByPrefix } from '@bzpeer/store'
import type { Suggestion } from './page-shapes.ts'
import { toLink } from './present.ts'
import type { ReadContext } from './read-context.ts'

export interface SuggestionQuery {
  readonly query: string
  readonly kind?: EntityKind
  readonly limit: number
}

/** How many of each kind are offered where all kinds are asked for. */
const share = { author: 4, work: 3, topic: 2, institution: 2, source: 1 } as const satisfies Record<EntityKind, number>
const kindsBySharing = entityKinds.toSorted((a, b) => share[b] - share[a])

/** What the reader may be about to type: names with a word that begins so, largest first. */
export async function listSuggestions(
  { db }: ReadContext,
  { query, kind, limit }: SuggestionQuery,
): Promise<Suggestion[]> {
  const prefix = keyOf(query)
  if (prefix === '') return []
  const limits =
    kind === undefined ? kindsBySharing.map((each) => [each, share[each]] as const) : [[kind, limit] as const]
  const hits = await readHitsByPrefix(db, limits, prefix, limit)
  return hits.map((hit) => ({ kind: hit.kind, ...toLink(hit.kind, hit.id, hit.name), detail: detailOf(hit) }))
}

/** One line of context, with the number of works where there is one. */
export function detailOf({ detail, works }: HitRow): string {
  const count = works === null ? '' : works === 1 ? '1 work' : `${works.toLocaleString('en')} works`
  return [count, detail ?? ''].filter((part) => part !== '').join(' · ')
}
