import { type RawBuilder, sql } from 'kysely'
import { givenIds } from '../given.ts'
import { type TieBounds, wanted } from './tie-rows.ts'

/** References of a work that are looked at: few have more, and of those the first by id. */
const referencesRead = 300

/** The neighbours of works: who wrote them, what they cite and what cites them, about what, from where, and where they appeared. */
export function tiesOfWorks(ids: readonly number[], bounds: TieBounds): RawBuilder<unknown> {
  const { fan, names } = bounds
  const own = sql`w.publication_year as first_year, w.publication_year as last_year, array[w.id] as works`
  const cited = (work: string) => sql`1.0::float8 / greatest(${sql.ref(work)}.references_count, 1)`
  return sql`with w as materialized (
      select id, publication_year, source_id, byline_count, references_count from works where id = any(${givenIds(ids)}))
    select w.id as owner, 'author' as kind, a.author_id as id, 1 as count, 1.0::float8 / greatest(w.byline_count, 1) as strength, ${own},
        a.position || ' of ' || w.byline_count as note
      from w join authorships a on a.work_id = w.id and a.position <= ${sql.lit(names)}
      where a.author_id is not null and not a.is_repeat and ${wanted('author')}
    union all
    select w.id, 'topic', t.topic_id, 1, coalesce(t.score, 1), ${own}, case when t.is_derived then 'derived' else 'stated' end
      from w join work_topics t on t.work_id = w.id and t.rank <= ${sql.lit(fan)} where ${wanted('topic')}
    union all
    select w.id, 'institution', place, 1, count(*)::float8, w.publication_year, w.publication_year, array[w.id], count(*)::text
      from w join authorships a on a.work_id = w.id and a.position <= ${sql.lit(names)} cross join unnest(a.institution_ids) as place
      where ${wanted('institution')} group by w.id, w.publication_year, place
    union all
    select w.id, 'source', w.source_id, 1, 1, ${own}, null from w where w.source_id is not null and ${wanted('source')}
    union all
    select w.id, 'work', c.id, 1, ${cited('w')}, ${own}, 'cites'
      from w cross join lateral (
        select p.id, p.publication_year
        from (select cited_id from work_references where work_id = w.id limit ${sql.lit(referencesRead)}) r join works p on p.id = r.cited_id
        order by p.publication_year desc nulls last, p.id limit ${sql.lit(fan)}) c
      where ${wanted('work')}
    union all
    select w.id, 'work', c.work_id, 1, ${cited('p')}, nullif(c.publication_year, 0), nullif(c.publication_year, 0), array[c.work_id], 'cited'
      from w cross join lateral (
        select work_id, publication_year from work_citations where cited_id = w.id
        order by publication_year desc, work_id desc limit ${sql.lit(fan)}) c
        join works p on p.id = c.work_id
      where ${wanted('work')}`
}
