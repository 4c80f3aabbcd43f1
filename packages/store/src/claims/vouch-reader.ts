import { judgeTrust, type VerificationLevel, type VouchBasis } from '@bzpeer/domain'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { readTrustRows } from '../evidence/evidence-reader.ts'
import { toTrustBasis } from '../evidence/trust-basis.ts'
import type { TrustRow } from '../evidence/trust-columns.ts'
import type { Tables } from '../tables.ts'
import { isWordOfOthers } from './word-of-others.ts'

export interface VouchFacts extends VouchBasis {
  /** The accepted claim of the record that is vouched for. */
  readonly claimId: string | null
  readonly hasVouched: boolean
  /** Records of the account's own that share a work with it, the one with which its word counts most first. */
  readonly sharing: readonly SharingRecord[]
  /** Of the one of these where it is highest. */
  readonly levelWithoutOwner: VerificationLevel
  /** How often the account has confirmed works within a day. */
  readonly confirmedToday: number
}

export interface SharingRecord {
  readonly authorId: number
  readonly sharedWorkId: number
  readonly level: VerificationLevel
  /** Without the word of the owner of the other record, and of whom they have vouched for. */
  readonly levelWithoutOwner: VerificationLevel
}

interface FactsRow extends Pick<VouchFacts, 'claimId' | 'ownerId' | 'hasVouched' | 'vouchedToday' | 'confirmedToday'> {
  readonly own: readonly { readonly authorId: number; readonly sharedWorkId: number | null }[]
  /** With which records the account was vouched for by the owner, and by whom they have vouched for. */
  readonly roundIssuers: readonly string[]
}

const dayMs = 86_400_000

/** What decides whether an account may vouch for a record: one query, and one more where records of its own share a work. */
export async function readVouchFacts(
  db: Kysely<Tables>,
  { accountId, authorId }: { readonly accountId: string; readonly authorId: number },
  at: Date,
): Promise<VouchFacts> {
  const today = sql`account_id = ${accountId}::uuid and observed_at > ${new Date(at.getTime() - dayMs)}`
  const { rows } = await sql<FactsRow>`
    with owner as (select id, account_id from claims where author_id = ${authorId} and status = 'accepted')
    select (select id from owner) as "claimId", (select account_id from owner) as "ownerId",
      coalesce((select json_agg(json_build_object('authorId', c.author_id, 'sharedWorkId',
          (select min(x.work_id) from author_works x join author_works y on y.work_id = x.work_id
            where x.author_id = ${authorId} and y.author_id = c.author_id)) order by c.accepted_at, c.id)
        from claims c where c.account_id = ${accountId}::uuid and c.status = 'accepted' and c.author_id <> ${authorId}), '[]') as own,
      coalesce((select json_agg(near.issuer) from ${vouchesComingRound(accountId, sql`(select account_id from owner)`)}), '[]') as "roundIssuers",
      exists (select from evidence v where v.claim_id = (select id from owner) and v.kind = 'attestation.vouch'
          and v.account_id = ${accountId}::uuid and v.revoked_at is null) as "hasVouched",
      (select count(*)::integer from evidence where ${today} and kind = 'attestation.vouch') as "vouchedToday",
      (select count(distinct (author_id, observed_at))::integer from evidence
        where ${today} and kind = 'authorship.supported' and ${isWordOfOthers}) as "confirmedToday"`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('internal: a query without a table gives one row')
  const { own, claimId, ownerId, hasVouched, vouchedToday, confirmedToday } = row
  const sharing = await readSharing(db, row, at)
  const [best] = sharing
  return {
    claimId,
    ownerId,
    hasVouched,
    vouchedToday,
    confirmedToday,
    sharing,
    ownAuthorId: best?.authorId ?? own[0]?.authorId ?? null,
    sharedWorkId: best?.sharedWorkId ?? null,
    level: best?.level ?? 0,
    levelWithoutOwner: sharing.toSorted((a, b) => b.levelWithoutOwner - a.levelWithoutOwner)[0]?.levelWithoutOwner ?? 0,
  }
}

async function readSharing(db: Kysely<Tables>, { own, roundIssuers }: FactsRow, at: Date): Promise<SharingRecord[]> {
  const shared = new Map(own.flatMap(({ authorId, sharedWorkId: id }) => (id === null ? [] : [[authorId, id]])))
  if (shared.size === 0) return []
  const trust = await readTrustRows(db, [...shared.keys()], at)
  const sharing = [...shared].flatMap(([authorId, sharedWorkId]): SharingRecord[] => {
    const row = trust.find(({ id }) => id === authorId)
    if (row === undefined) return []
    const level = levelOf(row, at)
    const levelWithoutOwner = roundIssuers.length === 0 ? level : levelOf(withoutVouches(row, roundIssuers), at)
    return [{ authorId, sharedWorkId, level, levelWithoutOwner }]
  })
  return sharing.toSorted((a, b) => b.level - a.level)
}

function levelOf(row: TrustRow, at: Date): VerificationLevel {
  return judgeTrust(toTrustBasis(row, at), at).verification.level
}

function withoutVouches(row: TrustRow, issuers: readonly string[]): TrustRow {
  const others = row.stored_evidence?.filter(
    ([kind, issuer]) => kind !== 'attestation.vouch' || !issuers.includes(issuer),
  )
  return { ...row, stored_evidence: others ?? null }
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
    select exists (select from ${vouchesComingRound(accountId, sql`${ownerId}::uuid`)}) as closes`.execute(db)
  return rows[0]?.closes === true
}

/** Vouches `near` for the account, by the owner or by somebody for whom the owner has vouched. */
function vouchesComingRound(accountId: string, ownerId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select v.issuer from claims mine join evidence v on v.claim_id = mine.id
    where mine.account_id = ${accountId}::uuid and mine.status = 'accepted'
      and v.kind = 'attestation.vouch' and v.revoked_at is null
      and (v.account_id = ${ownerId} or exists (select from claims theirs join evidence far on far.claim_id = theirs.id
        where theirs.account_id = v.account_id and theirs.status = 'accepted'
          and far.kind = 'attestation.vouch' and far.revoked_at is null and far.account_id = ${ownerId}))) near`
}
