import { type EntityKind, entityKinds, foldName } from '@bzpeer/schema'
import { type HitRow, listByPrefix, type NameHit, readHits } from '@bzpeer/store'
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

/** What the reader may be about to type: names with a word that begins so, largest first. */
export async function listSuggestions(context: ReadContext, { query, kind, limit }: SuggestionQuery): Promise<Suggestion[]> {
  const prefix = foldName(query)
  if (prefix === '') return []
  const kinds = kind === undefined ? entityKinds.toSorted((a, b) => share[b] - share[a]) : [kind]
  const lists = await Promise.all(kinds.map((of) => suggest(context, of, prefix, kind === undefined ? share[of] : limit)))
  return lists.flat().slice(0, limit)
}

async function suggest({ db }: ReadContext, kind: EntityKind, prefix: string, limit: number): Promise<Suggestion[]> {
  const names: NameHit[] = await listByPrefix(db, kind, prefix, limit)
  const hits = await readHits(db, kind, names.map(({ id }) => id))
  return hits.map((hit) => ({ kind, ...toLink(kind, hit.id, hit.name), detail: detailOf(hit) }))
}

/** One line of context, with the number of works where there is one. */
export function detailOf({ detail, works }: HitRow): string {
  const count = works === null ? '' : works === 1 ? '1 work' : `${works.toLocaleString('en')} works`
  return [count, detail ?? ''].filter((part) => part !== '').join(' · ')
}
