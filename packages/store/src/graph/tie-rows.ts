import { worksOfTie } from '@bzpeer/domain'
import type { EntityKind } from '@bzpeer/schema'
import { type RawBuilder, sql } from 'kysely'
import { givenIds } from '../given.ts'

/** A neighbour of an entity, as one place of the record tells of it. */
export interface TieRow {
  readonly owner: number
  readonly kind: EntityKind
  readonly id: number
  /** Works that make the tie: all, or those that were looked at. */
  readonly count: number
  readonly strength: number
  readonly first_year: number | null
  readonly last_year: number | null
  /** The latest of them first. */
  readonly works: number[] | null
  readonly note: string | null
}

/** One where the owners are of several kinds. */
export interface OwnedTieRow extends TieRow {
  readonly owner_kind: EntityKind
}

/** How far is looked around each of several entities of one kind. */
export interface TieBounds {
  /** Neighbours of each kind from each stored list. */
  readonly fan: number
  /** The latest works that are looked at. */
  readonly recent: number
  /** Names of a byline that are looked at. */
  readonly names: number
  readonly kinds: readonly EntityKind[]
}

/** The table that {@link wanted} asks, for the head of a query. */
export function wantedKinds({ kinds }: TieBounds): RawBuilder<unknown> {
  return sql`asked (kinds) as (select ${kinds}::text[])`
}

/** Rows of the union of ties that are of a wanted kind; whatever `kinds` leaves out is not even read. */
export function wanted(kind: EntityKind): RawBuilder<unknown> {
  return sql`${sql.lit(kind)} = any((select kinds from asked)::text[])`
}

/** The entities asked about, `owner (id)`, and `recent`: the latest works of each, with what else the list holds. */
export function ownersWithRecent(
  ids: readonly number[],
  list: 'author_works' | 'institution_works' | 'topic_works' | 'source_works',
  column: 'author_id' | 'institution_id' | 'topic_id' | 'source_id',
  { recent }: TieBounds,
): RawBuilder<unknown> {
  return sql`owner as (select unnest(${givenIds(ids)}) as id),
    recent as materialized (
      select owner.id as owner, w.* from owner cross join lateral (
        select * from ${sql.table(list)} where ${sql.ref(column)} = owner.id
        order by publication_year desc, work_id desc limit ${sql.lit(recent)}) w)`
}

/** Years and works of the rows of `recent` that a tie is grouped from. */
export const spanOfRecent = sql`min(nullif(r.publication_year, 0)) as first_year, max(nullif(r.publication_year, 0)) as last_year,
  (array_agg(r.work_id order by r.publication_year desc, r.work_id desc))[1:${sql.lit(worksOfTie)}] as works`

/** Years and works that a stored tie names itself. */
export function storedSpan(row: string): RawBuilder<unknown> {
  return sql.raw(`${row}.first_year, ${row}.last_year, ${row}.latest_work_ids as works`)
}

/** The topics of the work of each row of `rows`: found by its key even where the planner would rather read the whole table. */
function topicsOf(rows: string): RawBuilder<unknown> {
  return sql`(select topic_id, is_derived from work_topics where work_id = ${sql.ref(`${rows}.work_id`)} offset 0)`
}

/** The topics of the latest works, and of how many of them. */
export const recentTopics = sql`select r.owner, 'topic' as kind, t.topic_id as id, count(*)::int, count(*)::float8, ${spanOfRecent}, null
    from recent r cross join lateral ${topicsOf('r')} t where ${wanted('topic')} group by r.owner, t.topic_id`

/** The sources that the latest works appeared in. */
export const recentSources = sql`select r.owner, 'source', w.source_id, count(*)::int, count(*)::float8, ${spanOfRecent}, null
    from recent r join works w on w.id = r.work_id
    where w.source_id is not null and ${wanted('source')} group by r.owner, w.source_id`

/** The institutions of the bylines of the latest works, but the owner itself. */
export function recentInstitutions(bounds: TieBounds): RawBuilder<unknown> {
  return sql`select owner, 'institution', place, count(*)::int, count(*)::float8, ${spanOfRecent}, null
    from (select distinct r.owner, r.work_id, r.publication_year, place
          from recent r join authorships a on a.work_id = r.work_id and a.position <= ${sql.lit(bounds.names)}
            cross join unnest(a.institution_ids) as place
          where ${wanted('institution')}) r
    group by owner, place`
}

/** The works themselves. */
export const recentWorks = sql`select r.owner, 'work', r.work_id, 1, 1, nullif(r.publication_year, 0), nullif(r.publication_year, 0), array[r.work_id], null
    from recent r where ${wanted('work')}`
