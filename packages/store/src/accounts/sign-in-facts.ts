import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { NothingThereError } from './account-errors.ts'

/** What a provider stated about somebody who came from it. */
export interface StatedBySignIn {
  readonly providerId: string
  readonly issuer: string
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
  readonly at: Date
}

export interface SignInRef {
  readonly provider_id: string
  readonly subject: string
}

/** A row of its own for what is new; what the provider stated the last time too is renewed. */
export async function noteSignInFacts(
  db: Kysely<Tables>,
  accountId: string,
  { providerId, issuer, subject, claims, at }: StatedBySignIn,
): Promise<void> {
  const stated = JSON.stringify(claims)
  const { numAffectedRows } = await sql`
    update sign_in_facts set renewed_at = ${at}
    where ended_at is null and claims = ${stated}::jsonb and issuer = ${issuer}
      and id = (select id from sign_in_facts where account_id = ${accountId}::uuid and provider_id = ${providerId}
        and subject = ${subject} order by observed_at desc limit 1)`.execute(db)
  if ((numAffectedRows ?? 0n) > 0n) return
  await db
    .insertInto('sign_in_facts')
    .values({
      account_id: accountId,
      provider_id: providerId,
      issuer,
      subject,
      claims: stated,
      observed_at: at,
      renewed_at: at,
    })
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

/** What was stated stays, with the day it ended. @returns what was unlinked. @throws {NothingThereError} */
export async function unlinkSignIn(db: Kysely<Tables>, accountId: string, id: string, at: Date): Promise<SignInRef> {
  const row = await db
    .deleteFrom('sign_ins')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .returning(['provider_id', 'subject'])
    .executeTakeFirst()
  if (row === undefined) throw new NothingThereError('linked sign-in')
  await db
    .updateTable('sign_in_facts')
    .set({ ended_at: at })
    .where('account_id', '=', accountId)
    .where('provider_id', '=', row.provider_id)
    .where('subject', '=', row.subject)
    .where('ended_at', 'is', null)
    .execute()
  return row
}
