import { type Kysely, sql } from 'kysely'
import { givenIds } from '../given.ts'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import { storedSpan, type TieRow } from './tie-rows.ts'

/** A step that a way through the graph may take. */
export interface LinkRow {
  readonly from_id: number
  readonly to_id: number
  /** Of the tie: works shared, each divided by its byline, or one citation by the references of the work that cites. */
  readonly strength: number
}

/** Links of all the nodes together at most; of one node, the strongest or the latest. */
const linksAtMost = 40_000
const linksOfOne = 1_000

/** Whom authors have written with. */
export async function listCoauthorLinks(db: Kysely<Tables>, authorIds: readonly number[]): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select t.author_id as from_id, t.coauthor_id as to_id, t.strength
    from coauthor_ties t
    where t.author_id = any(${authorIds}::bigint[]) and t.rank <= ${sql.lit(linksOfOne)} and ${isShown('author', sql.ref('t.coauthor_id'))}
    limit ${sql.lit(linksAtMost)}`.execute(db)
  return rows
}

/** The ties of authors to those who come next to them in the list. */
export async function listTiesAlong(db: Kysely<Tables>, authorIds: readonly number[]): Promise<TieRow[]> {
  const { rows } = await sql<TieRow>`
    select t.author_id as owner, 'author' as kind, t.coauthor_id as id, t.shared_works as count, t.strength,
           ${storedSpan('t')}, case when t.is_close then 'close' end as note
    from unnest(${givenIds(authorIds.slice(0, -1))}, ${givenIds(authorIds.slice(1))}) as step (from_id, to_id)
      join coauthor_ties t on t.author_id = step.from_id and t.coauthor_id = step.to_id`.execute(db)
  return rows
}

/** What works cite, and what cites them. */
export async function listCitationLinks(db: Kysely<Tables>, workIds: readonly number[]): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    with asked as (select unnest(${workIds}::bigint[]) as id)
    select asked.id as from_id, r.cited_id as to_id, 1.0::float8 / greatest(w.references_count, 1) as strength
      from asked join works w on w.id = asked.id
        cross join lateral (select cited_id from work_references where work_id = asked.id limit ${sql.lit(linksOfOne)}) r
        join works cited on cited.id = r.cited_id
    union all
    select asked.id, c.work_id, 1.0::float8 / greatest(w.references_count, 1)
      from asked cross join lateral (select work_id from work_citations where cited_id = asked.id
          order by publication_year desc, work_id desc limit ${sql.lit(linksOfOne)}) c
        join works w on w.id = c.work_id
    limit ${sql.lit(linksAtMost)}`.execute(db)
  return rows
}

/** An author's works, the latest first. */
export async function listWorkIdsOfAuthor(db: Kysely<Tables>, authorId: number, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('author_works')
    .select('work_id')
    .where('author_id', '=', authorId)
    .orderBy('publication_year', 'desc')
    .orderBy('work_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.work_id)
}
