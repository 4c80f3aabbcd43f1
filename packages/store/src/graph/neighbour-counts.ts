import { type EntityKind, type EntityRef, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { hiddenTies } from '../hidden/hidden-ties.ts'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'

/** How many neighbours of each kind an entity has, where that is stored; null where only its latest works tell. */
export type NeighbourCounts = Readonly<Record<EntityKind, number | null>>

/** What has to be counted is counted up to so many. */
const countedAtMost = 10_000

/** Where it stands if it is to be seen. */
const tableOf: Readonly<Record<EntityKind, string>> = {
  work: 'works',
  author: 'shown_authors',
  institution: 'institutions',
  topic: 'topics',
  source: 'sources',
}

const none = sql`null::int`

function worksOf(kind: EntityKind, id: number): RawBuilder<unknown> {
  return sql`(select works from entity_counts where kind = ${sql.lit(kindCodeOf[kind])} and id = ${id})`
}

function countUpTo(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select count(*)::int from (${rows} limit ${sql.lit(countedAtMost)}) bounded)`
}

function columnsOf(kind: EntityKind, id: number): Readonly<Record<EntityKind, RawBuilder<unknown>>> {
  const unknown = { work: none, author: none, institution: none, topic: none, source: none }
  switch (kind) {
    case 'author':
      return {
        ...unknown,
        work: sql`(select works_count from author_stats where author_id = ${id})`,
        author: sql`(select collaborators_count from author_stats where author_id = ${id}) - (select ties from ${hiddenTies(sql`${id}::bigint`)} h)`,
        topic: sql`(select topics_count from author_stats where author_id = ${id})`,
        institution: sql`(select max(rank) from author_institutions where author_id = ${id})`,
      }
    case 'work':
      return {
        ...unknown,
        author: countUpTo(
          sql`select from authorships a where work_id = ${id} and author_id is not null and not is_repeat and ${isShown('author', sql`a.author_id`)}`,
        ),
        work: sql`coalesce((select cited_by from entity_counts where kind = ${sql.lit(kindCodeOf.work)} and id = ${id}), 0)
          + ${countUpTo(sql`select from work_references r join works w on w.id = r.cited_id where r.work_id = ${id}`)}`,
        topic: sql`(select max(rank)::int from work_topics where work_id = ${id})`,
      }
    case 'institution':
      return {
        ...unknown,
        work: worksOf(kind, id),
        author: countUpTo(
          sql`select from author_institutions a where institution_id = ${id} and ${isShown('author', sql`a.author_id`)}`,
        ),
      }
    case 'topic':
      return {
        ...unknown,
        work: worksOf(kind, id),
        author: countUpTo(
          sql`select from author_topics a where topic_id = ${id} and ${isShown('author', sql`a.author_id`)}`,
        ),
      }
    case 'source':
      return { ...unknown, work: worksOf(kind, id) }
  }
}

/** Undefined where there is no such entity. */
export async function countNeighbours(
  db: Kysely<Tables>,
  { kind, id }: EntityRef,
): Promise<NeighbourCounts | undefined> {
  const { work, author, institution, topic, source } = columnsOf(kind, id)
  const { rows } = await sql<NeighbourCounts>`
    select ${work} as work, ${author} as author, ${institution} as institution, ${topic} as topic, ${source} as source
    from ${sql.table(tableOf[kind])} e where e.id = ${id}`.execute(db)
  return rows[0]
}
