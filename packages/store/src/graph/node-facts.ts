import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import { givenIds } from '../given.ts'
import type { Tables } from '../tables.ts'

export interface NodeFactsRow {
  readonly kind: EntityKind
  readonly id: number
  readonly label: string | null
  /** Of a work: its year. */
  readonly year: number | null
  /** Of a work: null. */
  readonly works_count: number | null
  /** Of a work. */
  readonly cited_by_count: number | null
}

export type IdsByKind = Readonly<Record<EntityKind, readonly number[]>>

/** Name and size of entities of any kind, in one query; an id without a record is left out. */
export async function readNodeFacts(db: Kysely<Tables>, ids: IdsByKind): Promise<NodeFactsRow[]> {
  const { rows } = await sql<NodeFactsRow>`
    select 'work' as kind, e.id, e.title as label, e.publication_year as year, null::int as works_count, coalesce(c.cited_by, 0) as cited_by_count
      from works e left join entity_counts c on c.kind = ${sql.lit(kindCodeOf.work)} and c.id = e.id
      where e.id = any(${givenIds(ids.work)})
    union all
    select 'author', e.id, e.display_name, null, coalesce(s.works_count, 0), null
      from shown_authors e left join author_stats s on s.author_id = e.id where e.id = any(${givenIds(ids.author)})
    union all ${named('institution', 'institutions', ids)}
    union all ${named('topic', 'topics', ids)}
    union all ${named('source', 'sources', ids)}`.execute(db)
  return rows
}

function named(kind: EntityKind, table: string, ids: IdsByKind) {
  return sql`select ${sql.lit(kind)}, e.id, e.display_name, null, coalesce(c.works, 0), null
    from ${sql.table(table)} e left join entity_counts c on c.kind = ${sql.lit(kindCodeOf[kind])} and c.id = e.id
    where e.id = any(${givenIds(ids[kind])})`
}

export interface TitleRow {
  readonly id: number
  readonly title: string | null
  readonly year: number | null
}

export async function listTitles(db: Kysely<Tables>, workIds: readonly number[]): Promise<TitleRow[]> {
  if (workIds.length === 0) return []
  const { rows } = await sql<TitleRow>`
    select id, title, publication_year as year from works where id = any(${givenIds(workIds)})`.execute(db)
  return rows
}
