import { worksOfTie } from '@bzpeer/domain'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import type { IdsByKind } from './node-facts.ts'
import { givenIds, type OwnedTieRow, topicsOf } from './tie-rows.ts'

/** Works of chosen people that are looked at, together; each person's latest, so many as come to that. */
const worksRead = 160
const worksOfOneAtLeast = 3
const worksOfOneAtMost = 20
/** From the stored lists of each chosen person, by rank. */
const tiesRead = 24
const topicsRead = 8
const institutionsRead = 6
/** Of each chosen work. */
const referencesRead = 1_000
const namesRead = 100

const span = sql`min(nullif(p.publication_year, 0)), max(nullif(p.publication_year, 0)),
  (array_agg(p.work_id order by p.publication_year desc, p.work_id desc))[1:${sql.lit(worksOfTie)}]`

/**
 * What binds entities among each other that are given by their ids: people who share works, works that cite each other,
 * who wrote, from where and about what. Bounded whatever they are: of people the latest works are looked at.
 */
export async function weaveTies(db: Kysely<Tables>, ids: IdsByKind): Promise<OwnedTieRow[]> {
  const worksOfOne = Math.floor(worksRead / Math.max(1, ids.author.length))
  const latest = Math.min(worksOfOneAtMost, Math.max(worksOfOneAtLeast, worksOfOne))
  const { rows } = await sql<OwnedTieRow>`
    with ${chosen(ids)}, p as materialized (
      select a.id as author_id, w.work_id, w.publication_year, w.position, w.byline_size
      from author a cross join lateral (select * from author_works where author_id = a.id
        order by publication_year desc, work_id desc limit ${latest}) w)
    select * from (
      ${sql.join([storedTies, storedTopics, storedPlaces, amongPeople, peopleAndTopics, peopleAndPlaces, amongWorks, worksAndPeople, worksAndTopics, worksAndPlaces], sql` union all `)}
    ) as tie (owner_kind, owner, kind, id, count, strength, first_year, last_year, works, note)`.execute(db)
  return rows
}

/** `author (id)` and so on; in a join with any of them the planner expects few rows. */
function chosen(ids: IdsByKind): RawBuilder<unknown> {
  const tables = (['author', 'topic', 'institution'] as const).map(
    (kind) => sql`${sql.table(kind)} as materialized (select unnest(${givenIds(ids[kind])}) as id)`,
  )
  const works = sql`work as materialized (
    select id, publication_year, byline_count, references_count from works where id = any(${givenIds(ids.work)}))`
  return sql.join([...tables, works])
}

const storedTies = sql`
  select 'author', author.id, 'author', t.coauthor_id, t.shared_works, t.strength, null::smallint, null::smallint, null::bigint[],
      case when t.is_close then 'close' end
    from author join coauthor_ties t on t.author_id = author.id and t.rank <= ${sql.lit(tiesRead)}
      join author o on o.id = t.coauthor_id and o.id > author.id`

const storedTopics = sql`
  select 'author', author.id, 'topic', t.topic_id, t.works, t.works, null, null, null, case when t.is_derived then 'derived' end
    from author join author_topics t on t.author_id = author.id and t.rank <= ${sql.lit(topicsRead)} join topic on topic.id = t.topic_id`

const storedPlaces = sql`
  select 'author', author.id, 'institution', t.institution_id, t.works, greatest(t.works, 1), t.first_year, t.last_year, null,
      case when t.is_stated then 'stated' end
    from author join author_institutions t on t.author_id = author.id and t.rank <= ${sql.lit(institutionsRead)}
      join institution on institution.id = t.institution_id`

/** What follows adds when, and by which works. */
const amongPeople = sql`
  select 'author', one, 'author', other, count(*)::int, sum(1.0::float8 / (p.byline_size - 1)), ${span}, null
    from (select work_id, publication_year, byline_size, array_agg(author_id) as people from p
          where byline_size between 2 and 100 group by work_id, publication_year, byline_size having count(*) > 1) p
      cross join unnest(p.people) as one cross join unnest(p.people) as other
    where other > one group by one, other`

const peopleAndTopics = sql`
  select 'author', p.author_id, 'topic', t.topic_id, count(*)::int, count(*)::float8, ${span}, case when bool_and(t.is_derived) then 'derived' end
    from p cross join lateral ${topicsOf('p')} t join topic on topic.id = t.topic_id group by p.author_id, t.topic_id`

const peopleAndPlaces = sql`
  select 'author', p.author_id, 'institution', institution.id, count(*)::int, count(*)::float8, ${span}, null
    from p join authorships a on a.work_id = p.work_id and a.position = p.position
      cross join unnest(a.institution_ids) as place join institution on institution.id = place
    group by p.author_id, institution.id`

const amongWorks = sql`
  select 'work', work.id, 'work', r.cited_id, 1, 1.0::float8 / greatest(work.references_count, 1), work.publication_year, work.publication_year, array[work.id], 'cites'
    from work
      cross join lateral (select cited_id from work_references where work_id = work.id limit ${sql.lit(referencesRead)}) r
      join work cited on cited.id = r.cited_id`

const worksAndPeople = sql`
  select 'work', work.id, 'author', author.id, 1, 1.0::float8 / greatest(work.byline_count, 1), work.publication_year, work.publication_year, array[work.id],
      a.position || ' of ' || work.byline_count
    from work join authorships a on a.work_id = work.id and not a.is_repeat
      join author on author.id = a.author_id`

const worksAndTopics = sql`
  select 'work', work.id, 'topic', topic.id, 1, coalesce(t.score, 1), work.publication_year, work.publication_year, array[work.id],
      case when t.is_derived then 'derived' else 'stated' end
    from work join work_topics t on t.work_id = work.id join topic on topic.id = t.topic_id`

const worksAndPlaces = sql`
  select 'work', work.id, 'institution', institution.id, 1, count(*)::float8, work.publication_year, work.publication_year, array[work.id], null
    from work join authorships a on a.work_id = work.id and a.position <= ${sql.lit(namesRead)}
      cross join unnest(a.institution_ids) as place join institution on institution.id = place
    group by work.id, work.publication_year, institution.id`
