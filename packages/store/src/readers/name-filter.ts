import { kindCodeOf } from '@bzpeer/schema'
import { type RawBuilder, sql } from 'kysely'

export type FilteredKind = 'author' | 'institution' | 'topic' | 'source'

export interface EntityFilters {
  /** Institutions: ISO 3166-1 alpha-2. */
  readonly country: string | null
  /** Institutions and sources. */
  readonly type: string | null
  /** Topics: the field's name. */
  readonly field: string | null
  /** Authors: with an ORCID iD. */
  readonly hasOrcid: boolean
}

/** What a filter asks, from its two sides: of one entity, and of an index that lists those that pass. */
export interface NameFilter {
  readonly kind: FilteredKind
  /** The ids of the entities `e` among those to join with. */
  readonly table: RawBuilder<unknown>
  readonly condition: RawBuilder<unknown>
  /** A query for one column, `id`; to be cut with `limit`. */
  readonly ids: RawBuilder<unknown>
}

const tables = { author: 'authors', institution: 'institutions', topic: 'topics', source: 'sources' } as const

/** The filter in force for a kind; undefined where none of those given is for this kind. */
export function findNameFilter(kind: FilteredKind, filters: EntityFilters): NameFilter | undefined {
  const table = sql.table(tables[kind])
  if (kind === 'author') {
    if (!filters.hasOrcid) return undefined
    const holder = sql`i.scheme = 'orcid' and i.kind = ${sql.lit(kindCodeOf.author)}`
    return {
      kind,
      table,
      condition: sql`exists (select from identifiers i where i.entity_id = e.id and ${holder})`,
      ids: sql`select i.entity_id as id from identifiers i where ${holder}`,
    }
  }
  const asked = {
    institution: { country_code: filters.country, type: filters.type },
    topic: { field: filters.field },
    source: { type: filters.type },
  }[kind]
  const parts = Object.entries(asked).flatMap(([column, value]) =>
    value === null ? [] : [sql`${sql.ref(`e.${column}`)} = ${value}`],
  )
  if (parts.length === 0) return undefined
  const condition = sql.join(parts, sql` and `)
  return { kind, table, condition, ids: sql`select e.id from ${table} e where ${condition}` }
}
