import { sql } from 'kysely'
import type { Store } from '../store.ts'

/**
 * After bulk loads: moves the full-text indexes' pending entries to where searches find them fast, and tells the
 * planner what the tables hold that have changed much.
 */
export async function cleanSearchIndexes(store: Store): Promise<void> {
  const cleaned = ['works_search', 'works_title_search', 'name_keys_fuzzy'].map((index) =>
    sql`select gin_clean_pending_list(${index}::regclass)`.execute(store.db),
  )
  await Promise.all([...cleaned, analyzeChanged(store)])
}

const changedRowsAtLeast = 1_000
const changedShareAtLeast = 0.1
/** Of a table that the planner knows nothing of, and whose changes were counted by a process that is gone. */
const unknownBytesAtLeast = 512 * 1024

/** The tables of which so much has changed that a server would look at them anew by itself, some minutes too late. */
async function analyzeChanged({ db }: Store): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(c.relname) as name from pg_class c join pg_stat_user_tables s on s.relid = c.oid
    where c.relnamespace = current_schema()::regnamespace
      and (s.n_mod_since_analyze > greatest(${changedRowsAtLeast}, ${changedShareAtLeast} * c.reltuples)
        or (c.reltuples < 0 and pg_relation_size(c.oid) > ${unknownBytesAtLeast}))
    order by c.relname`.execute(db)
  if (rows.length > 0) await sql.raw(`analyze ${rows.map(({ name }) => name).join(', ')}`).execute(db)
}
