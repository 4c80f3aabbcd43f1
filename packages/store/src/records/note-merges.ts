import { type EntityKind, kindCodeOf, type Merge } from '@bzpeer/schema'
import type { Session } from '../session.ts'

export interface NotedMerges {
  /** Ids that were given up now, and those given up before that were stated anew. */
  readonly created: readonly number[]
  readonly updated: readonly number[]
  /** Each would have closed a circle, and is not noted. */
  readonly refused: readonly Merge[]
}

/**
 * Notes the merges of one kind one after the other, as they are stated: the last of each id stands, and one that would
 * close a circle changes nothing. What each id leads to in the end is kept beside it, for those too that led to the
 * ids before.
 */
export async function noteMerges(session: Session, kind: EntityKind, merges: readonly Merge[]): Promise<NotedMerges> {
  const before = await readChains(session, kind, merges)
  const into = new Map(before)
  const refused: Merge[] = []
  for (const merge of merges) {
    if (leadsTo(into, merge.intoId, merge.id)) refused.push(merge)
    else into.set(merge.id, merge.intoId)
  }
  const changed = [...into].filter(([id, intoId]) => before.get(id) !== intoId)
  await writeChains(session, kind, changed, into)
  const ids = changed.map(([id]) => id)
  return { created: ids.filter((id) => !before.has(id)), updated: ids.filter((id) => before.has(id)), refused }
}

/** What an id was merged into, as stated; without circles. */
type Chains = ReadonlyMap<number, number>

/** The chains from all ids named in the merges on, to their ends. */
async function readChains(session: Session, kind: EntityKind, merges: readonly Merge[]): Promise<Chains> {
  const { rows } = await session.query<{ id: number; into_id: number }>(
    `with recursive chain (id, into_id) as (
       select id, into_id from merged_ids where kind = $1 and id = any($2::bigint[])
       union
       select m.id, m.into_id from chain join merged_ids m on m.kind = $1 and m.id = chain.into_id
     ) select id, into_id from chain`,
    [kindCodeOf[kind], [...new Set(merges.flatMap(({ id, intoId }) => [id, intoId]))]],
  )
  return new Map(rows.map(({ id, into_id }) => [id, into_id]))
}

function leadsTo(into: Chains, from: number, id: number): boolean {
  let at: number | undefined = from
  while (at !== undefined && at !== id) at = into.get(at)
  return at !== undefined
}

function endOf(into: Chains, id: number): number {
  let end = id
  for (let next = into.get(end); next !== undefined; next = into.get(end)) end = next
  return end
}

async function writeChains(
  session: Session,
  kind: EntityKind,
  changed: readonly (readonly [id: number, intoId: number])[],
  into: Chains,
): Promise<void> {
  if (changed.length === 0) return
  const ids = changed.map(([id]) => id)
  const finals = ids.map((id) => endOf(into, id))
  await session.query(
    `insert into merged_ids (kind, id, into_id, final_id)
     select $1, * from unnest($2::bigint[], $3::bigint[], $4::bigint[])
     on conflict (kind, id) do update set into_id = excluded.into_id, final_id = excluded.final_id`,
    [kindCodeOf[kind], ids, changed.map(([, intoId]) => intoId), finals],
  )
  await session.query(
    `with recursive led (id, final_id) as (
       select * from unnest($2::bigint[], $3::bigint[])
       union
       select m.id, led.final_id from led join merged_ids m on m.kind = $1 and m.into_id = led.id
     ) update merged_ids m set final_id = led.final_id
       from led where m.kind = $1 and m.id = led.id and m.final_id <> led.final_id`,
    [kindCodeOf[kind], ids, finals],
  )
}
