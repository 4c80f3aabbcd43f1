import { type Kysely, sql } from 'kysely'

/**
 * What ties authors to co-authors, topics and institutions says itself since when and by which works, at most three,
 * the latest first. Filled here from what is stored by the rules of `derived/derive-authors.ts`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const spanOfMine = `min(nullif(mine.publication_year, 0)) as first_year, max(nullif(mine.publication_year, 0)) as last_year,
  (array_agg(mine.work_id order by mine.publication_year desc, mine.work_id desc))[1:3] as works`

const statements = [
  `alter table coauthor_ties add column first_year smallint, add column last_year smallint,
     add column latest_work_ids bigint[] not null default '{}'`,
  `alter table author_topics add column first_year smallint, add column last_year smallint,
     add column latest_work_ids bigint[] not null default '{}'`,
  `alter table author_institutions add column latest_work_ids bigint[] not null default '{}'`,
  `update coauthor_ties t set first_year = s.first_year, last_year = s.last_year, latest_work_ids = s.works
   from (
     select mine.author_id, other.author_id as coauthor_id, ${spanOfMine}
     from author_works mine join authorships other on other.work_id = mine.work_id
     where mine.byline_size between 2 and 500 and other.author_id is not null and other.author_id <> mine.author_id
       and not other.is_repeat
     group by mine.author_id, other.author_id) s
   where t.author_id = s.author_id and t.coauthor_id = s.coauthor_id`,
  `update author_topics t set first_year = s.first_year, last_year = s.last_year, latest_work_ids = s.works
   from (
     select mine.author_id, w.topic_id, ${spanOfMine}
     from author_works mine join work_topics w on w.work_id = mine.work_id
     group by mine.author_id, w.topic_id) s
   where t.author_id = s.author_id and t.topic_id = s.topic_id`,
  `update author_institutions t set latest_work_ids = s.works
   from (
     select mine.author_id, institution_id, ${spanOfMine}
     from author_works mine join authorships a on a.work_id = mine.work_id and a.position = mine.position
       cross join unnest(a.institution_ids) as institution_id
     group by mine.author_id, institution_id) s
   where t.author_id = s.author_id and t.institution_id = s.institution_id`,
]
