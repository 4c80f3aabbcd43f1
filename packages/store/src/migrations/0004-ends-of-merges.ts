import { type Kysely, sql } from 'kysely'

/**
 * Beside what an id was merged into, as stated, stands what it leads to in the end, so that no reader follows a chain.
 * And who is known from being named alone has the identifiers that stood beside the name.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Chains were followed for so many steps. */
const longestChain = 20

const walk = `with recursive walk (kind, id, at, steps) as (
    select kind, id, into_id, 1 from merged_ids
    union all
    select walk.kind, walk.id, m.into_id, steps + 1 from walk join merged_ids m on m.kind = walk.kind and m.id = walk.at
    where steps < ${longestChain}
  )`

/**
 * What stood at the end of the steps and led on, or round in a circle, was taken for what stays, and holds rows: its
 * merge is forgotten, and made again, rows and all, when the lists of merged ids come next.
 */
const ends = [
  `${walk} delete from merged_ids m using walk
     where walk.steps = ${longestChain} and m.kind = walk.kind and m.id = walk.at`,
  'alter table merged_ids add column final_id bigint',
  `${walk} update merged_ids m set final_id = walk.at from walk
     where m.kind = walk.kind and m.id = walk.id
       and not exists (select from merged_ids further where further.kind = walk.kind and further.id = walk.at)`,
  'alter table merged_ids alter column final_id set not null',
  'create index merged_ids_by_into on merged_ids (kind, into_id)',
]

/** The source whose facts about a work stand. */
const speaker = (workId: string) => `(select source from records r where r.kind = 1 and r.entity_id = ${workId}
  order by source_updated_at desc nulls last, source collate "C" desc limit 1) said`

const identifiers = [
  `insert into identifiers (scheme, value, kind, entity_id, source)
   select distinct 'orcid', a.orcid, 2, a.author_id, said.source
   from authorships a join authors e on e.id = a.author_id and e.is_stub cross join lateral ${speaker('a.work_id')}
   where a.orcid is not null
   on conflict do nothing`,
  `insert into identifiers (scheme, value, kind, entity_id, source)
   select 'ror', e.ror, 3, e.id, said.source
   from institutions e
     cross join lateral (select work_id from institution_works w where w.institution_id = e.id
       order by publication_year, work_id limit 1) w
     cross join lateral ${speaker('w.work_id')}
   where e.is_stub and e.ror is not null
   on conflict do nothing`,
]

const statements = [...ends, ...identifiers]
