import { markDirty } from '../records/dirty.ts'
import type { StoreTransaction } from '../store.ts'
import { settleBylines } from './settle-bylines.ts'

export interface BylineChoice {
  readonly workId: number
  /** 1-based */
  readonly position: number
}

/** Where an author stands on the bylines of these works; none of works that are not theirs. */
export async function listPlacesOf(
  { session }: StoreTransaction,
  authorId: number,
  workIds: readonly number[],
): Promise<BylineChoice[]> {
  const { rows } = await session.query<{ work_id: number; position: number }>(
    `select work_id, position from authorships where work_id = any($2::bigint[]) and author_id = $1 order by work_id, position`,
    [authorId, workIds],
  )
  return rows.map(({ work_id, position }) => ({ workId: work_id, position }))
}

/** From now on these names on bylines lead to the author, or to nobody, whatever their sources say. */
export async function decideBylines(
  tx: StoreTransaction,
  places: readonly BylineChoice[],
  { correction, authorId, at }: { readonly correction: number; readonly authorId: number | null; readonly at: Date },
): Promise<void> {
  const workIds = [...new Set(places.map(({ workId }) => workId))]
  await tx.session.query(
    `insert into byline_decisions (number, work_id, position, raw_name, author_id, decided_at)
     select $1, a.work_id, a.position, a.raw_name, $4, $5
     from unnest($2::bigint[], $3::integer[]) as n (work_id, position)
       join authorships a on a.work_id = n.work_id and a.position = n.position`,
    [correction, places.map(({ workId }) => workId), places.map(({ position }) => position), authorId, at],
  )
  await settleBylines(tx, workIds)
  if (authorId !== null) await markDirty(tx, 'author', [authorId])
}

/** Takes the decision back: each name is whose it was by earlier decisions, or by its source. */
export async function forgetBylineDecisions(tx: StoreTransaction, correction: number): Promise<void> {
  const { rows } = await tx.session.query<{ work_id: number }>(
    'delete from byline_decisions where number = $1 returning work_id',
    [correction],
  )
  await settleBylines(
    tx,
    [...new Set(rows.map(({ work_id }) => work_id))].toSorted((a, b) => a - b),
  )
}

/** Every author that a correction's decisions about bylines took a name from, or gave it to. */
export async function listDecidedAuthors({ session }: StoreTransaction, correction: number): Promise<number[]> {
  const { rows } = await session.query<{ id: number }>(
    `with touched as (
       select d.author_id, s.author_id as stated_id from byline_decisions d
         left join byline_statements s on s.work_id = d.work_id and s.position = d.position where d.number = $1)
     select distinct coalesce(m.final_id, t.id) as id
     from (select author_id as id from touched union select stated_id from touched) t
       left join merged_ids m on m.kind = 2 and m.id = t.id
     where t.id is not null order by 1`,
    [correction],
  )
  return rows.map(({ id }) => id)
}

/** On how many works the author stands. */
export async function countPlacesOf({ session }: StoreTransaction, authorId: number): Promise<number> {
  const { rows } = await session.query<{ works: number }>(
    'select count(*)::integer as works from author_works where author_id = $1',
    [authorId],
  )
  return rows[0]?.works ?? 0
}

const worksSaid = 200

/** Works that a claimant said are not theirs. */
export async function listDisownedWorks(db: StoreTransaction['db'], claimId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('claim_works')
    .select('work_id')
    .where('claim_id', '=', claimId)
    .where('is_mine', '=', false)
    .orderBy('work_id')
    .limit(worksSaid)
    .execute()
  return rows.map(({ work_id }) => work_id)
}
