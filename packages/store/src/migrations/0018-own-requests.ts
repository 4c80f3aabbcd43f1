import { type Kysely, sql } from 'kysely'

/**
 * To hide a record is everybody's own request, whoever else has asked. What an account decided or ended is found by an
 * index, for the export of everything about it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `update corrections set same_key = 'hide ' || author_id || ' ' || coalesce(proposed_by::text, 'nobody') where kind = 'hide'`,
  'create index corrections_by_judge on corrections (decided_by)',
  'create index corrections_by_ender on corrections (ended_by)',
]
