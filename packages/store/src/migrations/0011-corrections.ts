import { type Kysely, sql } from 'kysely'

/**
 * What people decide about the public record stands in layers of its own above what the sources say, and never in its
 * place: a byline's decision above its statement, an affiliation's above the record's. What is shown is worked out from
 * both whenever either changes, so that an import never overwrites a decision and undoing one takes it away again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const corrections = [
  `create table corrections (
     number integer primary key,
     kind text not null check (kind in ('merge', 'split', 'not-my-work', 'missing-work', 'wrong-affiliation', 'hide')),
     author_id bigint not null,
     details jsonb not null,
     same_key text not null,
     status text not null check (status in ('open', 'accepted', 'refused', 'withdrawn', 'undone')),
     statement text not null,
     evidence_url text,
     proposed_by uuid,
     opened_at timestamptz not null,
     decided_at timestamptz,
     decided_by uuid,
     decided_rule text,
     reason text,
     ended_at timestamptz,
     ended_by uuid,
     end_reason text
   )`,
  `create unique index corrections_one_open on corrections (md5(same_key)) where status = 'open'`,
  `create index corrections_open on corrections (opened_at) where status = 'open'`,
  'create index corrections_by_status on corrections (status, number desc)',
  'create index corrections_by_proposer on corrections (proposed_by, opened_at)',
  // Every record that a correction is about, under the name it had then.
  `create table correction_records (
     number integer not null,
     author_id bigint not null,
     name text not null,
     primary key (number, author_id)
   )`,
  'create index correction_records_by_author on correction_records (author_id, number desc)',
  // Rows as they were before a merge took them away or changed them, and as it left them: what an undo puts back.
  `create table correction_changes (
     number integer not null,
     ordinal integer not null,
     table_name text not null,
     before jsonb not null,
     after jsonb,
     primary key (number, ordinal)
   )`,
]

const layers = [
  // Whose a name on a byline is, as people decided; null: nobody's. Of several the one decided last stands.
  `create table byline_decisions (
     number integer not null,
     work_id bigint not null,
     position integer not null,
     raw_name text not null,
     author_id bigint,
     decided_at timestamptz not null,
     primary key (work_id, position, number)
   )`,
  `create index correction_changes_by_account on correction_changes ((before->>'account_id'))
     where table_name in ('claims', 'evidence')`,
  'create index byline_decisions_by_number on byline_decisions (number)',
  'create index byline_decisions_by_author on byline_decisions (author_id)',
  // Whose it is by its source, or by the rules: kept where people decided otherwise, or merged that record away.
  `create table byline_statements (
     work_id bigint not null,
     position integer not null,
     author_id bigint,
     primary key (work_id, position)
   )`,
  'create index byline_statements_by_author on byline_statements (author_id)',
  `create table affiliation_decisions (
     number integer primary key,
     author_id bigint not null,
     institution_id bigint not null,
     right_id bigint,
     decided_at timestamptz not null
   )`,
  // Merges that people decided, beside those of the sources in merged_ids; what a source says of such an id is kept here.
  `create table correction_merges (
     author_id bigint primary key,
     number integer not null,
     into_id bigint not null,
     stated_into_id bigint
   )`,
  // The newest records that sources sent of records that people merged away.
  `create table held_records (
     kind smallint not null,
     entity_id bigint not null,
     source text not null,
     record jsonb not null,
     file_modified_at timestamptz not null,
     observed_at timestamptz not null,
     primary key (kind, entity_id, source)
   )`,
]

const statements = [...corrections, ...layers]
