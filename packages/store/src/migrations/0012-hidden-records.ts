import { type Kysely, sql } from 'kysely'

/**
 * Records that are hidden on request, and by which correction. Nothing else is touched: what a source says about them
 * is kept up to date underneath, so that no import brings a record back and none has to be repeated once it is shown
 * again. Readers see authors through `shown_authors`, and ask of what else they come across whether it is hidden.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table hidden_records (
     kind smallint not null,
     entity_id bigint not null,
     correction_number integer not null,
     hidden_at timestamptz not null,
     primary key (kind, entity_id)
   )`,
  'create index hidden_records_by_correction on hidden_records (correction_number)',
  `create view shown_authors as select * from authors a
     where (a.id in (select h.entity_id from hidden_records h where h.kind = 2)) is not true`,
]
