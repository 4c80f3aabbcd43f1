import { kindCodeOf, type Merge } from '@bzpeer/schema'
import type { Session } from '../session.ts'

/**
 * Merges that a source states of records that people merged away are kept beside, and not made: they are once the
 * people's merge is undone. @returns the others.
 */
export async function holdMergesBack(session: Session, merges: readonly Merge[]): Promise<readonly Merge[]> {
  const ids = merges.flatMap(({ kind, id }) => (kind === 'author' ? [id] : []))
  if (ids.length === 0) return merges
  // Of each id the last statement stands, among those that are kept as among those that are made.
  await session.query('delete from held_merges where id = any($1::bigint[])', [ids])
  const { rows } = await session.query<{ id: number }>(
    'select author_id as id from correction_merges where author_id = any($1::bigint[])',
    [ids],
  )
  return hold(session, merges, new Set(rows.map(({ id }) => id)))
}

/**
 * Of merges that would have closed a circle, those that only would because of a merge that people decided are kept in
 * the same way. @returns the others.
 */
export async function holdOpposedMerges(session: Session, refused: readonly Merge[]): Promise<readonly Merge[]> {
  const authors = refused.filter(({ kind }) => kind === 'author')
  if (authors.length === 0) return refused
  const { rows } = await session.query<{ id: number }>(
    `with recursive walk (id, at) as (
       select * from unnest($1::bigint[], $2::bigint[])
       union
       select walk.id, m.into_id from walk join merged_ids m on m.kind = ${kindCodeOf.author} and m.id = walk.at
       where walk.at <> walk.id
     ) select distinct walk.id from walk join correction_merges c on c.author_id = walk.at where walk.at <> walk.id`,
    [authors.map(({ id }) => id), authors.map(({ intoId }) => intoId)],
  )
  return hold(session, refused, new Set(rows.map(({ id }) => id)))
}

async function hold(session: Session, merges: readonly Merge[], ids: ReadonlySet<number>): Promise<readonly Merge[]> {
  const isHeld = ({ kind, id }: Merge): boolean => kind === 'author' && ids.has(id)
  const held = new Map(merges.filter(isHeld).map(({ id, intoId }) => [id, intoId]))
  if (held.size === 0) return merges
  await session.query('insert into held_merges (id, into_id) select * from unnest($1::bigint[], $2::bigint[])', [
    [...held.keys()],
    [...held.values()],
  ])
  return merges.filter((merge) => !isHeld(merge))
}

/** Takes out all merges that were kept, for whoever states them anew: those that still have to wait are kept again. */
export async function takeHeldMerges(session: Session): Promise<Merge[]> {
  const { rows } = await session.query<{ id: number; into_id: number }>(
    'with taken as (delete from held_merges returning *) select * from taken order by id',
  )
  return rows.map(({ id, into_id }) => ({ kind: 'author', id, intoId: into_id }))
}

/** What was decided about bylines of works that were merged away is decided about the works that took their place. */
export async function handOverBylineDecisions(session: Session, workIds: readonly number[]): Promise<number[]> {
  await session.query('delete from byline_statements where work_id = any($1::bigint[])', [workIds])
  const { rows } = await session.query<{ work_id: number }>(
    `with gone as (delete from byline_decisions where work_id = any($1::bigint[]) returning *)
     insert into byline_decisions (number, work_id, position, raw_name, author_id, decided_at)
     select g.number, m.final_id, g.position, g.raw_name, g.author_id, g.decided_at
     from gone g join merged_ids m on m.kind = 1 and m.id = g.work_id
     on conflict do nothing returning work_id`,
    [workIds],
  )
  return [...new Set(rows.map(({ work_id }) => work_id))]
}
