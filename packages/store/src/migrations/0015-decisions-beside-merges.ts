import { type Kysely, sql } from 'kysely'

/**
 * What people decided holds beside what sources merge. A record that others were merged into is hidden by each of their
 * corrections, until the last of them is undone. Merges that a source states against one that people decided are kept,
 * whichever of the records they give up. Decisions about affiliations are found by their author, and by who took their place.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const hidings = [
  'alter table hidden_records drop constraint hidden_records_pkey, add primary key (kind, entity_id, correction_number)',
  `insert into hidden_records (kind, entity_id, correction_number, hidden_at)
   select h.kind, m.final_id, h.correction_number, h.hidden_at
   from hidden_records h join merged_ids m on m.kind = h.kind and m.id = h.entity_id
   on conflict do nothing`,
]

const merges = [
  `create table held_merges (
     id bigint primary key,
     into_id bigint not null
   )`,
  `insert into held_merges (id, into_id)
   select author_id, stated_into_id from correction_merges where stated_into_id is not null`,
  'alter table correction_merges drop column stated_into_id',
]

const statements = [
  ...hidings,
  ...merges,
  'create index affiliation_decisions_by_author on affiliation_decisions (author_id)',
  'create index merged_ids_of_authors on merged_ids (final_id) where kind = 2',
  // Rules alone decide about names on bylines here: what people decide stands in byline_decisions.
  'alter table byline_resolutions drop column decided_by',
]
