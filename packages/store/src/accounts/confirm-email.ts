import { lapseOf, renewableBefore } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { EmailTakenError, TooManyEmailsError } from './account-errors.ts'
import { ensurePrimary } from './account-writer.ts'

const mostEmails = 10

/** `revived`: it had lapsed. */
export type EmailOutcome = 'added' | 'renewed' | 'revived' | 'unchanged'

/** What a used link says of an address. */
export interface ConfirmedEmail {
  readonly accountId: string
  readonly email: string
  readonly at: Date
}

/**
 * Makes the address one of the account's, or notes that it still is. The account is held by the caller; of two accounts
 * that confirm one address at once, the database lets one.
 * @returns whether there is something new to tell of.
 * @throws {EmailTakenError | TooManyEmailsError}
 */
export async function confirmEmail(
  db: Kysely<Tables>,
  { accountId, email, at }: ConfirmedEmail,
): Promise<EmailOutcome> {
  const renewed = await renewEmail(db, { accountId, email, at })
  if (renewed !== undefined) return renewed
  const { rows } = await sql<{ account_id: string }>`
    insert into account_emails (account_id, email, confirmed_at, renewed_at, lapses_at)
    select ${accountId}::uuid, ${email}, ${at}, ${at}, ${lapseOf(at)}
    where (select count(*) from account_emails
      where account_id = ${accountId}::uuid and removed_at is null) < ${mostEmails}
    on conflict (email) where removed_at is null do nothing
    returning account_id`.execute(db)
  if (rows.length === 0) throw (await isInUse(db, email)) ? new EmailTakenError() : new TooManyEmailsError(mostEmails)
  await ensurePrimary(db, accountId)
  return 'added'
}

/** From when it counts anew; `unchanged` where it was shown not long ago. Undefined where the account does not have the address. */
async function renewEmail(
  db: Kysely<Tables>,
  { accountId, email, at }: ConfirmedEmail,
): Promise<Exclude<EmailOutcome, 'added'> | undefined> {
  const { rows } = await sql<{ outcome: Exclude<EmailOutcome, 'added'> }>`
    update account_emails e
    set renewed_at = case when former.outcome = 'unchanged' then e.renewed_at else ${at} end,
        lapses_at = case when former.outcome = 'unchanged' then e.lapses_at else ${lapseOf(at)} end
    from (select id, case when lapses_at <= ${at} then 'revived'
        when renewed_at <= ${renewableBefore(at)} or lapses_at is null then 'renewed' else 'unchanged' end as outcome
      from account_emails where email = ${email} and account_id = ${accountId}::uuid and removed_at is null) former
    where e.id = former.id
    returning former.outcome`.execute(db)
  return rows[0]?.outcome
}

async function isInUse(db: Kysely<Tables>, email: string): Promise<boolean> {
  const query = db.selectFrom('account_emails').select('id').where('email', '=', email).where('removed_at', 'is', null)
  return (await query.executeTakeFirst()) !== undefined
}
