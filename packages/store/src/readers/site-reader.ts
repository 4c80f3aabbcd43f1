import { collectionOf, type EntityKind, entityKinds, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

const exactUpTo = 20_000

/** How many entities there are of each kind: counted where they are few, else as the database last estimated. */
export async function countEntities(db: Kysely<Tables>): Promise<Record<EntityKind, number>> {
  const counts = await Promise.all(
    entityKinds.map(async (kind) => [kind, await countTable(db, collectionOf[kind])] as const),
  )
  return Object.fromEntries(counts) as Record<EntityKind, number>
}

async function countTable(db: Kysely<Tables>, table: string): Promise<number> {
  const estimate = await sql<{
    rows: number
  }>`select reltuples::bigint as rows from pg_class where oid = ${table}::regclass`.execute(db)
  const estimated = estimate.rows[0]?.rows ?? 0
  if (estimated > exactUpTo) return estimated
  const exact = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(db)
  return exact.rows[0]?.rows ?? 0
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

/** One page of the ids of a kind that search engines may list, from behind `after`. L0 names are not among them. */
export async function listSitemapPage(
  db: Kysely<Tables>,
  kind: EntityKind,
  after: number,
  limit: number,
): Promise<SitemapRow[]> {
  const { rows } = await sql<SitemapRow>`
    select e.id, (select max(r.observed_at) from records r where r.kind = ${kindCode(kind)} and r.entity_id = e.id) as observed_at
    from ${sql.table(collectionOf[kind])} e
    where e.id > ${after} and ${listed(kind)} order by e.id limit ${limit}`.execute(db)
  return rows
}

/** Where each page of a kind's sitemap begins: the ids that pages lie behind. No page is empty. */
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
        select e.id from ${sql.table(collectionOf[kind])} e where e.id > ${after} and ${listed(kind)}
        order by e.id limit ${pageSize}) page`.execute(db)
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
    ? sql`exists (select from author_stats s where s.author_id = e.id and s.identified_work_id is not null)`
    : sql`true`
}
