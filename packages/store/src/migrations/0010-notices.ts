import { type Kysely, sql } from 'kysely'

/** Who has to be told of which decision. A row goes once they have been, or cannot be. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table notices (
         decision_id uuid not null,
         account_id uuid not null,
         attempts integer not null default 0,
         next_try_at timestamptz not null,
         primary key (decision_id, account_id)
       )`,
    )
    .execute(db)
  await sql.raw('create index notices_due on notices (next_try_at)').execute(db)
}
