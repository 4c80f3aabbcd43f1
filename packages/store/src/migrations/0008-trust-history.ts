import { type Kysely, sql } from 'kysely'

/**
 * How trust in an author came about, and how many of their works say by the author's iD whose they are. The history is
 * kept for people to read, and for the record's evidence as it stood when a score was frozen; the score itself is
 * always computed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table trust_history (
     author_id bigint not null,
     at timestamptz not null,
     level smallint not null,
     score smallint not null,
     is_frozen boolean not null,
     cause text not null,
     record jsonb,
     primary key (author_id, at)
   )`,
  'create index evidence_by_kind on evidence (author_id, kind, observed_at desc)',
  'alter table author_stats add column supported_works integer not null default 0',
  `update author_stats s set supported_works = said.works
   from (
     select i.entity_id, count(distinct w.work_id) as works
     from identifiers i
       join authors e on e.id = i.entity_id and not e.is_stub
       join author_works w on w.author_id = i.entity_id
       join authorships a on a.work_id = w.work_id and a.position = w.position and a.orcid = i.value
     where i.kind = 2 and i.scheme = 'orcid'
     group by i.entity_id) said
   where s.author_id = said.entity_id`,
]
