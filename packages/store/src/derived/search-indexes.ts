import { sql } from 'kysely'
import type { Store } from '../store.ts'

/**
 * After bulk loads: moves the full-text indexes' pending entries to where searches find them fast, and tells the
 * planner what the tables hold.
 */
export async function cleanSearchIndexes({ db }: Store): Promise<void> {
  const cleaned = ['works_search', 'works_title_search', 'name_keys_fuzzy'].map((index) =>
    sql`select gin_clean_pending_list(${index}::regclass)`.execute(db),
  )
  await Promise.all([...cleaned, sql`analyze`.execute(db)])
}
