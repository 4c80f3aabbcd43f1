import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { AccountGoneError, LastWayInError, NothingThereError } from './account-errors.ts'
import { findAccountByEmail } from './account-reader.ts'

/** All of these run in a transaction of the caller, who holds the account (`holdAccount`) where one change bars another. */
type Database = Kysely<Tables>

/** Nobody else changes the account until the transaction ends. @throws {AccountGoneError} */
export async function holdAccount(db: Database, accountId: string): Promise<void> {
  const row = await db.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().executeTakeFirst()
  if (row === undefined) throw new AccountGoneError()
}

/**
 * Holds the account whose address it is. Whose it is may change while this waits for that account: it is asked again then.
 * @returns its id; undefined where the address is nobody's.
 */
export async function holdAccountByEmail(db: Database, email: string): Promise<string | undefined> {
  const known = await findAccountByEmail(db, email)
  if (known === undefined) return undefined
  await db.selectFrom('accounts').select('id').where('id', '=', known.id).forUpdate().execute()
  const held = await findAccountByEmail(db, email)
  return held?.id === known.id ? known.id : holdAccountByEmail(db, email)
}

/** @returns the id of the new account. */
export async function openAccount(db: Database, { name, at }: { name: string; at: Date }): Promise<string> {
  const { id } = await db
    .insertInto('accounts')
    .values({ handle: makeHandle(), name, created_at: at, updated_at: at })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** No address of anyone: the domain is reserved for what is not there (RFC 2606). */
export function makeHandle(): string {
  return `${randomUUID()}@account.invalid`
}

export async function renameAccount(db: Database, accountId: string, name: string, at: Date): Promise<void> {
  await db.updateTable('accounts').set({ name, updated_at: at }).where('id', '=', accountId).execute()
}

export async function setRole(
  db: Database,
  accountId: string,
  role: 'member' | 'curator' | 'operator',
  at: Date,
): Promise<void> {
  await db.updateTable('accounts').set({ role, updated_at: at }).where('id', '=', accountId).execute()
}

/** @throws {LastWayInError} where nobody could sign in to the account any more. */
export async function assertWayIn(db: Database, accountId: string): Promise<void> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from account_emails where account_id = ${accountId}::uuid and removed_at is null)
      or exists (select from sign_ins where account_id = ${accountId}::uuid)
      or exists (select from passkeys where account_id = ${accountId}::uuid) as open`.execute(db)
  if (rows[0]?.open !== true) throw new LastWayInError()
}

/** @returns the address that was removed. @throws {NothingThereError} */
export async function removeEmail(db: Database, accountId: string, emailId: string, at: Date): Promise<string> {
  const row = await db
    .updateTable('account_emails')
    .set({ removed_at: at, is_primary: false })
    .where('id', '=', emailId)
    .where('account_id', '=', accountId)
    .where('removed_at', 'is', null)
    .returning('email')
    .executeTakeFirst()
  if (row === undefined) throw new NothingThereError('address')
  await ensurePrimary(db, accountId)
  return row.email
}

/** The address confirmed first, where none is the primary one. */
export async function ensurePrimary(db: Database, accountId: string): Promise<void> {
  await sql`
    update account_emails set is_primary = true
    where id = (select id from account_emails where account_id = ${accountId}::uuid and removed_at is null
        order by confirmed_at, id limit 1)
      and not exists (select from account_emails
        where account_id = ${accountId}::uuid and removed_at is null and is_primary)`.execute(db)
}

/** @throws {NothingThereError} */
export async function choosePrimaryEmail(db: Database, accountId: string, emailId: string): Promise<void> {
  const mine = db.updateTable('account_emails').where('account_id', '=', accountId).where('removed_at', 'is', null)
  await mine.set({ is_primary: false }).where('is_primary', '=', true).execute()
  const { numUpdatedRows } = await mine.set({ is_primary: true }).where('id', '=', emailId).executeTakeFirst()
  if (numUpdatedRows === 0n) throw new NothingThereError('address')
}

/** @throws {NothingThereError} */
export async function renamePasskey(db: Database, accountId: string, id: string, name: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new NothingThereError('passkey')
}

/** @throws {NothingThereError} */
export async function removePasskey(db: Database, accountId: string, id: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new NothingThereError('passkey')
}

/** Of this account alone, where one is named. @throws {NothingThereError} */
export async function endSession(db: Database, id: string, accountId?: string): Promise<void> {
  const query = db.deleteFrom('sessions').where('id', '=', id)
  const { numDeletedRows } = await (
    accountId === undefined ? query : query.where('account_id', '=', accountId)
  ).executeTakeFirst()
  if (numDeletedRows === 0n && accountId !== undefined) throw new NothingThereError('session')
}

/** @returns how many there were. */
export async function endOtherSessions(db: Database, accountId: string, keptId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('id', '<>', keptId)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** What has run out tells nothing to anybody; short, for it is done at sign-ins. */
export async function removeLapsed(db: Database, at: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<', at).execute()
  await db.deleteFrom('verifications').where('expires_at', '<', at).execute()
}

/**
 * Everything that says who the person is, links that were mailed and not used among it. What they decided stays in the
 * public log under an id that leads to nobody.
 */
export async function deleteAccount(db: Database, accountId: string): Promise<void> {
  await sql`
    delete from verifications v where position(${accountId}::text in v.value) > 0
      or exists (select from account_emails e where e.account_id = ${accountId}::uuid and e.removed_at is null
        and position(to_json(e.email)::text in v.value) > 0)`.execute(db)
  for (const table of ['sessions', 'passkeys', 'sign_in_facts', 'sign_ins', 'account_emails'] as const)
    await db.deleteFrom(table).where('account_id', '=', accountId).execute()
  await db.deleteFrom('accounts').where('id', '=', accountId).execute()
}
