import { type Kysely, sql } from 'kysely'

/** Decisions of which those whose case it is have not been told yet. A row goes once they have, or cannot be. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table notices (decision_id uuid primary key, noted_at timestamptz not null, attempts integer not null default 0)`,
    )
    .execute(db)
  await sql.raw('create index notices_by_time on notices (noted_at)').execute(db)
}
