import { type EntityKind, entityKinds, type EntityRef } from '@bzpeer/schema'
import { type Found, listLargest, listLatestWorkIds, readHits } from '@bzpeer/store'
import type { StartingPoints } from './page-shapes.ts'
import { toLink } from './present.ts'
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

const startingPointsOfEach = 6

/** Where one may begin to look around: of every kind the entities with the most works, of works the newest. */
export async function listStartingPoints({ db }: ReadContext): Promise<StartingPoints[]> {
  const refs = await Promise.all(entityKinds.map((kind) => listFirst(db, kind)))
  const hits = Map.groupBy(await readHits(db, refs.flat()), ({ kind }) => kind)
  return entityKinds.flatMap((kind) => {
    const ofKind = (hits.get(kind) ?? []).filter(({ works }) => works !== 0)
    const entries = ofKind
      .toSorted((a, b) => (b.works ?? 0) - (a.works ?? 0))
      .map(({ id, name, works }) => ({ ...toLink(kind, id, name), works }))
    return entries.length === 0 ? [] : [{ kind, entries }]
  })
}

async function listFirst(db: ReadContext['db'], kind: EntityKind): Promise<readonly EntityRef[]> {
  if (kind !== 'work') return listLargest(db, kind, startingPointsOfEach)
  return (await listLatestWorkIds(db, startingPointsOfEach)).map((id) => ({ kind, id }))
}

function toFound(ids: readonly number[]): Found {
  return { ids, isCut: ids.length === browsedAtMost }
}
