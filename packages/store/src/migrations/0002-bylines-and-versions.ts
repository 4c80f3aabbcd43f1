import { type Kysely, sql } from 'kysely'

/**
 * What decides between versions of a record without dates, and the iDs that bylines state: works taken over before
 * have none until their source changes them. Whether a work is found by a persistent identifier follows from all that
 * its sources say, so it is derived and no longer kept with the row of one of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'alter table authorships add column orcid text',
  'alter table records add column file_modified_at timestamptz',
  'alter table author_works drop column has_identifier',
]
