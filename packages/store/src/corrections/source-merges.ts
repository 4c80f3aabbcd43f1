import type { Merge } from '@bzpeer/schema'
import type { Session } from '../session.ts'

/**
 * Merges that a source states of records that people merged away are kept beside, and not made: they are once the
 * people's merge is undone. @returns the others.
 */
export async function holdMergesBack(session: Session, merges: readonly Merge[]): Promise<readonly Merge[]> {
  const authors = merges.filter(({ kind }) => kind === 'author')
  if (authors.length === 0) return merges
  const { rows } = await session.query<{ author_id: number }>(
    'select author_id from correction_merges where author_id = any($1::bigint[])',
    [authors.map(({ id }) => id)],
  )
  if (rows.length === 0) return merges
  const held = new Set(rows.map(({ author_id }) => author_id))
  // The last of each id stands, as among those that are made.
  const stated = new Map(authors.filter(({ id }) => held.has(id)).map(({ id, intoId }) => [id, intoId]))
  await session.query(
    `update correction_merges c set stated_into_id = n.into_id
     from unnest($1::bigint[], $2::bigint[]) as n (id, into_id) where c.author_id = n.id`,
    [[...stated.keys()], [...stated.values()]],
  )
  return merges.filter(({ kind, id }) => kind !== 'author' || !held.has(id))
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
