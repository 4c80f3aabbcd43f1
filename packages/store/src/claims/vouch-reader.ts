import { judgeTrust, type VouchBasis } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import { findTrustBasis } from '../evidence/evidence-reader.ts'
import type { Tables } from '../tables.ts'

export interface VouchFacts extends VouchBasis {
  /** The accepted claim of the record that is vouched for. */
  readonly claimId: string | null
  readonly hasVouched: boolean
}

/** What decides whether an account may vouch for a record: one query, and one more where it owns one itself. */
export async function readVouchFacts(
  db: Kysely<Tables>,
  { accountId, authorId }: { readonly accountId: string; readonly authorId: number },
  at: Date,
): Promise<VouchFacts> {
  const { rows } = await sql<Omit<VouchFacts, 'level'>>`
    with own as (
      select author_id from claims where account_id = ${accountId}::uuid and status = 'accepted' and author_id <> ${authorId}
      order by exists (select from author_works x join author_works y on y.work_id = x.work_id
        where x.author_id = ${authorId} and y.author_id = claims.author_id) desc, accepted_at limit 1)
    select
      (select id from claims where author_id = ${authorId} and status = 'accepted') as "claimId",
      (select account_id from claims where author_id = ${authorId} and status = 'accepted') as "ownerId",
      (select author_id from own) as "ownAuthorId",
      (select min(x.work_id) from author_works x join author_works y on y.work_id = x.work_id
        where x.author_id = ${authorId} and y.author_id = (select author_id from own)) as "sharedWorkId",
      exists (select from evidence v join claims c on c.id = v.claim_id and c.status = 'accepted'
        where v.author_id = ${authorId} and v.kind = 'attestation.vouch'
          and v.account_id = ${accountId}::uuid and v.revoked_at is null) as "hasVouched"`.execute(db)
  const [facts] = rows
  if (facts === undefined) throw new Error('internal: a query without a table gives one row')
  const basis = facts.ownAuthorId === null ? undefined : await findTrustBasis(db, facts.ownAuthorId, at)
  return { ...facts, level: basis === undefined ? 0 : judgeTrust(basis, at).verification.level }
}

/**
 * Whether a vouch of the account for the owner of a record would come back round: the owner has vouched for the account, or
 * for somebody who has. Three who vouch for each other say no more than one. Whichever records they are about: somebody may
 * own several, and a record may have taken another's place.
 */
export async function closesTriangle(
  db: Kysely<Tables>,
  { accountId, ownerId }: { readonly accountId: string; readonly ownerId: string },
): Promise<boolean> {
  const { rows } = await sql<{ closes: boolean }>`
    select exists (select from claims mine join evidence near on near.claim_id = mine.id
      where mine.account_id = ${accountId}::uuid and mine.status = 'accepted'
        and near.kind = 'attestation.vouch' and near.revoked_at is null
        and (near.account_id = ${ownerId}::uuid or exists (select from claims theirs join evidence far on far.claim_id = theirs.id
          where theirs.account_id = near.account_id and theirs.status = 'accepted'
            and far.kind = 'attestation.vouch' and far.revoked_at is null and far.account_id = ${ownerId}::uuid))) as closes`.execute(
    db,
  )
  return rows[0]?.closes === true
}
