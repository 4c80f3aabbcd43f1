import { type Kysely, sql } from 'kysely'

/**
 * Filters of names are answered from the filter's side too, as few institutions of a country are found among many
 * names; and sitemaps list researchers without reading those who are names only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'create index institutions_by_country on institutions (country_code, type)',
  'create index institutions_by_type on institutions (type)',
  'create index topics_by_field on topics (field)',
  'create index sources_by_type on sources (type)',
  'create index author_stats_identified on author_stats (author_id) where identified_work_id is not null',
]
