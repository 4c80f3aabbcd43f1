import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import type { Store } from './store.ts'
import { NewerDatabaseError, WrongEncodingError } from './store-errors.ts'

export interface MigrationState {
  /** Known to this version and not yet applied, in order. */
  readonly pending: readonly string[]
  readonly applied: readonly string[]
}

/**
 * @throws {WrongEncodingError}
 * @throws {NewerDatabaseError} when the database knows migrations that this version does not.
 */
export async function readMigrationState(store: Store): Promise<MigrationState> {
  const applied = await listApplied(store)
  const unknown = applied.find((name) => !Object.hasOwn(migrations, name))
  if (unknown !== undefined) throw new NewerDatabaseError(unknown)
  return { applied, pending: Object.keys(migrations).filter((name) => !applied.includes(name)) }
}

async function listApplied(store: Store): Promise<string[]> {
  const { rows } = await sql<{ found: boolean; encoding: string }>`
    select to_regclass('kysely_migration') is not null as found, current_setting('server_encoding') as encoding`.execute(
    store.db,
  )
  const { found, encoding = '' } = rows[0] ?? {}
  if (encoding !== 'UTF8') throw new WrongEncodingError(encoding)
  if (found !== true) return []
  const names = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(store.db)
  return names.rows.map(({ name }) => name)
}

/**
 * Brings the schema up to this version, or up to the migration named.
 * @returns the migrations applied now.
 * @throws {WrongEncodingError}
 * @throws {NewerDatabaseError} when the database is ahead of this version.
 */
export async function migrate(store: Store, upTo?: string): Promise<readonly string[]> {
  const { pending } = await readMigrationState(store)
  if (pending.length === 0) return []
  const migrator = new Migrator({ db: store.db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error, results = [] } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo))
  if (error !== undefined) throw error instanceof Error ? error : new Error('A migration failed.', { cause: error })
  return results.map(({ migrationName }) => migrationName)
}
