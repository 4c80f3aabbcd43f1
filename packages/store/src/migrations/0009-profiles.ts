import { type Kysely, sql } from 'kysely'

/**
 * What the owner of a record adds to it. It belongs to the claim, not to the record: it shows while that is the accepted
 * one, and another owner begins with an empty page.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table researcher_profiles (
     claim_id uuid primary key,
     author_id bigint not null,
     preferred_name text,
     description text,
     role text,
     is_open boolean not null,
     links jsonb not null,
     highlights bigint[] not null,
     hidden_parts text[] not null,
     updated_at timestamptz not null
   )`,
  'create index researcher_profiles_by_author on researcher_profiles (author_id)',
]
