import { type Kysely, sql } from 'kysely'

/**
 * What the atlas shows of an institution without looking at its works: how many works and people it has, and with
 * which others it shares works. Filled here from what is stored by the rules of `atlas/derive-places.ts`, which keep it
 * up to date from here on.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table institution_places (
     institution_id bigint primary key,
     works integer not null,
     people integer not null
   )`,
  'create index institution_places_by_works on institution_places (works desc, institution_id)',
  'create index institution_places_by_people on institution_places (people desc, institution_id)',
  `create table institution_ties (
     institution_id bigint not null,
     rank smallint not null,
     other_id bigint not null,
     shared_works integer not null,
     first_year smallint,
     last_year smallint,
     primary key (institution_id, rank)
   )`,
  `insert into institution_places (institution_id, works, people)
   select e.id, coalesce(c.works, 0), p.people
   from institutions e
     left join entity_counts c on c.kind = 3 and c.id = e.id
     cross join lateral (select count(*) as people from (
       select from author_institutions a where a.institution_id = e.id limit 10000) bounded) p
   where c.works > 0 or p.people > 0`,
  `insert into institution_ties (institution_id, rank, other_id, shared_works, first_year, last_year)
   select institution_id, rank, other_id, shared_works, first_year, last_year from (
     select *, row_number() over (partition by institution_id
         order by shared_works desc, last_year desc nulls last, other_id) as rank
     from (
       select e.id as institution_id, other.id as other_id, count(distinct mine.work_id) as shared_works,
              min(nullif(mine.publication_year, 0)) as first_year, max(nullif(mine.publication_year, 0)) as last_year
       from institutions e
         cross join lateral (select work_id, publication_year from institution_works w where w.institution_id = e.id
           order by publication_year desc, work_id desc limit 2000) mine
         join authorships a on a.work_id = mine.work_id and a.position <= 100
         cross join unnest(a.institution_ids[1:8]) as other (id)
       where other.id <> e.id
       group by e.id, other.id) counted) ranked
   where rank <= 24`,
]
