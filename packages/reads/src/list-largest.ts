import type { EntityKind } from '@bzpeer/schema'
import { type Found, listLargest, listLatestWorkIds, readHits } from '@bzpeer/store'
import type { ReadContext } from './read-context.ts'

const browsedAtMost = 100

/**
 * What a search for nothing shows: of one kind the entities with the most works, of works the newest; of everything
 * nothing.
 */
export async function listLargestOf(
  { db }: ReadContext,
  kind: EntityKind | 'all',
): Promise<ReadonlyMap<EntityKind, Found>> {
  if (kind === 'all') return new Map()
  if (kind === 'work') return new Map([[kind, toFound(await listLatestWorkIds(db, browsedAtMost))]])
  const hits = await readHits(db, await listLargest(db, kind, browsedAtMost))
  const byWorks = hits.toSorted((a, b) => (b.works ?? 0) - (a.works ?? 0))
  return new Map([[kind, toFound(byWorks.map(({ id }) => id))]])
}

function toFound(ids: readonly number[]): Found {
  return { ids, isCut: ids.length === browsedAtMost }
}
