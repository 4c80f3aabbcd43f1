import { type RawBuilder, sql } from 'kysely'
import {
  ownersWithRecent,
  recentInstitutions,
  recentSources,
  recentTopics,
  recentWorks,
  spanOfRecent,
  storedSpan,
  type TieBounds,
  wanted,
} from './tie-rows.ts'

/** The neighbours of institutions: their people, and of their latest works what they are about and who else took part. */
export function tiesOfInstitutions(ids: readonly number[], bounds: TieBounds): RawBuilder<unknown> {
  const { fan } = bounds
  return sql`with ${ownersWithRecent(ids, 'institution_works', 'institution_id', bounds)}
    ${recentTopics}
    union all
    ${recentSources}
    union all
    ${recentWorks}
    union all
    select * from (${recentInstitutions(bounds)}) others where place <> owner
    union all
    select owner.id, 'author', p.author_id, p.works, greatest(p.works, 1), ${storedSpan('p')}, case when p.is_stated then 'stated' end
      from owner cross join lateral (
        select * from author_institutions where institution_id = owner.id order by works desc, author_id limit ${sql.lit(fan)}) p
      where ${wanted('author')}
    union all
    ${recentPeople(bounds, sql`r.owner = any(a.institution_ids)`)}
    union all
    select owner.id, 'institution', l.related_id, 0, 1, null, null, null, coalesce(l.relationship, 'related')
      from owner cross join lateral (select * from institution_links where institution_id = owner.id limit ${sql.lit(fan)}) l
      where ${wanted('institution')}`
}

/** The neighbours of topics: who writes about them, and of their latest works where they come from and what else they are about. */
export function tiesOfTopics(ids: readonly number[], bounds: TieBounds): RawBuilder<unknown> {
  const { fan } = bounds
  return sql`with ${ownersWithRecent(ids, 'topic_works', 'topic_id', bounds)}
    select * from (${recentTopics}) others where id <> owner
    union all
    ${recentSources}
    union all
    ${recentWorks}
    union all
    ${recentInstitutions(bounds)}
    union all
    select owner.id, 'author', p.author_id, p.works, p.works, ${storedSpan('p')}, case when p.is_derived then 'derived' end
      from owner cross join lateral (
        select * from author_topics where topic_id = owner.id order by works desc, author_id limit ${sql.lit(fan)}) p
      where ${wanted('author')}
    union all
    ${recentPeople(bounds, sql`true`)}`
}

/** The neighbours of sources, all read off their latest works. */
export function tiesOfSources(ids: readonly number[], bounds: TieBounds): RawBuilder<unknown> {
  return sql`with ${ownersWithRecent(ids, 'source_works', 'source_id', bounds)}
    ${recentTopics}
    union all
    ${recentWorks}
    union all
    ${recentInstitutions(bounds)}
    union all
    ${recentPeople(bounds, sql`true`)}`
}

function recentPeople(bounds: TieBounds, isTheirs: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select r.owner, 'author', a.author_id, count(*)::int, count(*)::float8, ${spanOfRecent}, null
    from recent r join authorships a on a.work_id = r.work_id and a.position <= ${sql.lit(bounds.names)}
    where a.author_id is not null and not a.is_repeat and ${isTheirs} and ${wanted('author')}
    group by r.owner, a.author_id`
}
