import { type Kysely, type RawBuilder, sql } from 'kysely'
import { givenIds } from '../given.ts'
import type { Tables } from '../tables.ts'
import type { IdsByKind } from './node-facts.ts'
import { type OwnedTieRow, storedSpan } from './tie-rows.ts'

/** From the stored lists of each chosen person, by rank. */
const tiesRead = 48
const topicsRead = 16
const institutionsRead = 12
/** Of each chosen work. */
const referencesRead = 1_000
const namesRead = 100

/**
 * What binds entities among each other that are given by their ids: people who share works, works that cite each other,
 * who wrote, from where and about what. Bounded whatever they are: of people, the strongest ties are looked at.
 */
export async function weaveTies(db: Kysely<Tables>, ids: IdsByKind): Promise<OwnedTieRow[]> {
  const { rows } = await sql<OwnedTieRow>`
    with ${chosen(ids)}
    select * from (
      ${sql.join([storedTies, storedTopics, storedPlaces, amongWorks, worksAndPeople, worksAndTopics, worksAndPlaces], sql` union all `)}
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

/** A tie that is far down the list of one may be high up the other's: it is looked for in both. */
const storedTies = sql`
  select 'author', author.id, 'author', t.coauthor_id, t.shared_works, t.strength, ${storedSpan('t')}, case when t.is_close then 'close' end
    from author join coauthor_ties t on t.author_id = author.id and t.rank <= ${sql.lit(tiesRead)}
      join author o on o.id = t.coauthor_id`

const storedTopics = sql`
  select 'author', author.id, 'topic', t.topic_id, t.works, t.works, ${storedSpan('t')}, case when t.is_derived then 'derived' end
    from author join author_topics t on t.author_id = author.id and t.rank <= ${sql.lit(topicsRead)} join topic on topic.id = t.topic_id`

const storedPlaces = sql`
  select 'author', author.id, 'institution', t.institution_id, t.works, greatest(t.works, 1), ${storedSpan('t')},
      case when t.is_stated then 'stated' end
    from author join author_institutions t on t.author_id = author.id and t.rank <= ${sql.lit(institutionsRead)}
      join institution on institution.id = t.institution_id`

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
