import { collectionOf, type EntityKind, entityKinds, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'

const exactUpTo = 20_000

/**
 * How many entities there are of each kind: counted up to 20,000, else as the database last estimated. Where it never
 * has, as in the course of a first import, 20,001 stands for all that are more.
 */
export async function countEntities(db: Kysely<Tables>): Promise<Record<EntityKind, number>> {
  const counts = await Promise.all(
    entityKinds.map(async (kind) => [kind, await countTable(db, collectionOf[kind])] as const),
  )
  return Object.fromEntries(counts) as Record<EntityKind, number>
}

async function countTable(db: Kysely<Tables>, table: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select case when reltuples > ${sql.lit(exactUpTo)} then reltuples::bigint
      else (select count(*) from (select from ${sql.table(table)} limit ${sql.lit(exactUpTo + 1)}) first) end as rows
    from pg_class where oid = ${table}::regclass`.execute(db)
  return rows[0]?.rows ?? 0
}

/** The works published last. */
export async function listLatestWorkIds(db: Kysely<Tables>, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from works order by publication_year desc nulls last, id desc limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export interface SitemapRow {
  readonly id: number
  readonly observed_at: Date | null
}

/** One page of the ids of a kind that search engines may list, from behind `after`. Neither L0 names nor those who are hidden are among them. */
export async function listSitemapPage(
  db: Kysely<Tables>,
  kind: EntityKind,
  after: number,
  limit: number,
): Promise<SitemapRow[]> {
  const { rows } = await sql<SitemapRow>`
    select e.id, (select max(r.observed_at) from records r where r.kind = ${kindCode(kind)} and r.entity_id = e.id) as observed_at
    from ${listed(kind)} e where e.id > ${after} order by e.id limit ${limit}`.execute(db)
  return rows
}

/**
 * Where each page of a kind's sitemap begins: the ids that pages lie behind. No page is empty. Reads every key of the
 * kind's table, a page in each statement.
 */
export async function listSitemapStarts(
  db: Kysely<Tables>,
  kind: EntityKind,
  pageSize: number,
  pagesAtMost: number,
): Promise<number[]> {
  const starts: number[] = []
  let after = 0
  while (starts.length < pagesAtMost) {
    const { rows } = await sql<{ count: number; last: number }>`
      select count(*) as count, max(id) as last from (
        select e.id from ${listed(kind)} e where e.id > ${after} order by e.id limit ${pageSize}) page`.execute(db)
    const [page] = rows
    if (page === undefined || page.count === 0) break
    starts.push(after)
    if (page.count < pageSize) break
    after = page.last
  }
  return starts
}

const kindCode = (kind: EntityKind) => sql.lit(kindCodeOf[kind])

function listed(kind: EntityKind) {
  return kind === 'author'
    ? sql`(select author_id as id from author_stats where identified_work_id is not null and ${isShown('author', sql`author_id`)})`
    : sql.table(collectionOf[kind])
}
