import { type RawBuilder, sql } from 'kysely'
import {
  ownersWithRecent,
  recentSources,
  recentTopics,
  spanOfRecent,
  storedSpan,
  type TieBounds,
  wanted,
} from './tie-rows.ts'

/** Bylines that tie: of longer ones see `derived/derive-authors.ts`. */
const longestTyingByline = 100

/** The neighbours of authors: whom they wrote with, what, about what, and from where. */
export function tiesOfAuthors(ids: readonly number[], bounds: TieBounds): RawBuilder<unknown> {
  const { fan, names } = bounds
  return sql`with ${ownersWithRecent(ids, 'author_works', 'author_id', bounds)}
    ${recentTopics}
    union all
    ${recentSources}
    union all
    select owner.id, 'author', t.coauthor_id, t.shared_works, t.strength, ${storedSpan('t')}, case when t.is_close then 'close' end
      from owner join coauthor_ties t on t.author_id = owner.id and t.rank <= ${sql.lit(fan)} where ${wanted('author')}
    union all
    select r.owner, 'author', a.author_id, count(*)::int, sum(1.0::float8 / (r.byline_size - 1)), ${spanOfRecent}, null
      from recent r join authorships a on a.work_id = r.work_id and a.position <= ${sql.lit(names)}
      where r.byline_size between 2 and ${sql.lit(longestTyingByline)} and a.author_id is not null and a.author_id <> r.owner
        and not a.is_repeat and ${wanted('author')}
      group by r.owner, a.author_id
    union all
    select r.owner, 'work', r.work_id, 1, 1.0::float8 / greatest(r.byline_size, 1), nullif(r.publication_year, 0), nullif(r.publication_year, 0),
        array[r.work_id], r.position || ' of ' || r.byline_size
      from recent r where ${wanted('work')}
    union all
    select owner.id, 'topic', t.topic_id, t.works, t.works, ${storedSpan('t')}, case when t.is_derived then 'derived' end
      from owner join author_topics t on t.author_id = owner.id and t.rank <= ${sql.lit(fan)} where ${wanted('topic')}
    union all
    select owner.id, 'institution', t.institution_id, t.works, greatest(t.works, 1), ${storedSpan('t')},
        case when t.is_stated then 'stated' end
      from owner join author_institutions t on t.author_id = owner.id and t.rank <= ${sql.lit(fan)} where ${wanted('institution')}
    union all
    select r.owner, 'institution', place, count(*)::int, count(*)::float8, ${spanOfRecent}, null
      from recent r join authorships a on a.work_id = r.work_id and a.position = r.position
        cross join unnest(a.institution_ids) as place
      where ${wanted('institution')} group by r.owner, place`
}
