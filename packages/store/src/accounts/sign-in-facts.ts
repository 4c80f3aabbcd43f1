import { renewableBefore } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { NothingThereError } from './account-errors.ts'

/** What a provider stated about somebody who came from it. */
export interface StatedBySignIn {
  readonly providerId: string
  readonly issuer: string
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
  /** False where a part of what is stated could not be asked for: what is missing from it says nothing. */
  readonly isWhole: boolean
  readonly at: Date
}

export interface SignInRef {
  readonly provider_id: string
  readonly subject: string
}

/**
 * A row of its own for what is new, which ends what was stated before; what the provider stated the last time too is
 * renewed, now and then.
 * @returns whether there is something new to tell of.
 */
export async function noteSignInFacts(
  db: Kysely<Tables>,
  accountId: string,
  { providerId, issuer, subject, claims, isWhole, at }: StatedBySignIn,
): Promise<boolean> {
  const stated = JSON.stringify(claims)
  const { rows } = await sql<{ id: string; is_same: boolean; is_due: boolean }>`
    select id, claims = ${stated}::jsonb and issuer = ${issuer} as is_same, renewed_at <= ${renewableBefore(at)} as is_due
    from sign_in_facts
    where account_id = ${accountId}::uuid and provider_id = ${providerId} and subject = ${subject} and ended_at is null
    order by observed_at desc limit 1`.execute(db)
  const [last] = rows
  if (last !== undefined && !last.is_same && !isWhole) return false
  if (last?.is_same === true) {
    if (last.is_due) await db.updateTable('sign_in_facts').set({ renewed_at: at }).where('id', '=', last.id).execute()
    return last.is_due
  }
  await endFacts(db, accountId, { provider_id: providerId, subject }, at)
  const said = { account_id: accountId, provider_id: providerId, issuer, subject, claims: stated }
  await db
    .insertInto('sign_in_facts')
    .values({ ...said, observed_at: at, renewed_at: at })
    .execute()
  return true
}

/** What was stated stays, with the day it ended. */
async function endFacts(
  db: Kysely<Tables>,
  accountId: string,
  { provider_id, subject }: SignInRef,
  at: Date,
): Promise<void> {
  await db
    .updateTable('sign_in_facts')
    .set({ ended_at: at })
    .where('account_id', '=', accountId)
    .where('provider_id', '=', provider_id)
    .where('subject', '=', subject)
    .where('ended_at', 'is', null)
    .execute()
}

export async function findAccountBySignIn(
  db: Kysely<Tables>,
  { provider_id, subject }: SignInRef,
): Promise<string | undefined> {
  const query = db.selectFrom('sign_ins').select('account_id')
  const row = await query.where('provider_id', '=', provider_id).where('subject', '=', subject).executeTakeFirst()
  return row?.account_id
}

/** Marks what the rest of the product has not been told of yet as told, and says what that is. */
export async function takeUnannounced(db: Kysely<Tables>, accountId: string, at: Date): Promise<SignInRef[]> {
  return db
    .updateTable('sign_ins')
    .set({ announced_at: at })
    .where('account_id', '=', accountId)
    .where('announced_at', 'is', null)
    .returning(['provider_id', 'subject'])
    .execute()
}

/** @returns what was unlinked. @throws {NothingThereError} */
export async function unlinkSignIn(db: Kysely<Tables>, accountId: string, id: string, at: Date): Promise<SignInRef> {
  const row = await db
    .deleteFrom('sign_ins')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning(['provider_id', 'subject'])
    .executeTakeFirst()
  if (row === undefined) throw new NothingThereError('linked sign-in')
  await endFacts(db, accountId, row, at)
  return row
}
