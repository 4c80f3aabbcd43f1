import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { EmailTakenError, TooManyEmailsError } from './account-errors.ts'
import { ensurePrimary } from './account-writer.ts'

const mostEmails = 10

/** What a used link says of an address. */
export interface ConfirmedEmail {
  readonly accountId: string
  readonly email: string
  readonly at: Date
}

/**
 * Makes the address one of the account's, or notes that it still is. The account is held by the caller; of two accounts
 * that confirm one address at once, the database lets one.
 * @returns whether the address is new to the account.
 * @throws {EmailTakenError | TooManyEmailsError}
 */
export async function confirmEmail(
  db: Kysely<Tables>,
  { accountId, email, at }: ConfirmedEmail,
): Promise<'added' | 'renewed'> {
  if (await renewEmail(db, { accountId, email, at })) return 'renewed'
  const { rows } = await sql<{ account_id: string }>`
    insert into account_emails (account_id, email, confirmed_at, renewed_at)
    select ${accountId}::uuid, ${email}, ${at}, ${at}
    where (select count(*) from account_emails
      where account_id = ${accountId}::uuid and removed_at is null) < ${mostEmails}
    on conflict (email) where removed_at is null do nothing
    returning account_id`.execute(db)
  if (rows.length === 0) throw (await isInUse(db, email)) ? new EmailTakenError() : new TooManyEmailsError(mostEmails)
  await ensurePrimary(db, accountId)
  return 'added'
}

/** @returns whether the account has the address. */
export async function renewEmail(db: Kysely<Tables>, { accountId, email, at }: ConfirmedEmail): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('account_emails')
    .set({ renewed_at: at })
    .where('email', '=', email)
    .where('account_id', '=', accountId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function isInUse(db: Kysely<Tables>, email: string): Promise<boolean> {
  const query = db.selectFrom('account_emails').select('id').where('email', '=', email).where('removed_at', 'is', null)
  return (await query.executeTakeFirst()) !== undefined
}
