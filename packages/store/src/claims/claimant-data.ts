import { type Kysely, sql } from 'kysely'
import { grantedToAccount } from '../corrections/correction-reader.ts'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'
import { isWordOfOthers, shownIssuer } from './word-of-others.ts'

/** Records on which an objection or an appeal of the account stands. */
export async function listRecordsObjectedTo(db: Kysely<Tables>, accountId: string): Promise<number[]> {
  const { rows } = await sql<{ author_id: number }>`
    select distinct c.author_id from claim_objections o join claims c on c.id = o.claim_id
    where o.account_id = ${accountId}::uuid and o.resolved_at is null`.execute(db)
  return rows.map(({ author_id }) => author_id)
}

/** Takes away what an account said and showed; claims and objections stay as rows that say when and how they ended. */
export async function eraseClaimant({ db }: StoreTransaction, accountId: string, at: Date): Promise<void> {
  const own = sql`(select id from claims where account_id = ${accountId}::uuid)`
  await sql`
    update claim_objections set reason = '', evidence_url = null, resolved_at = coalesce(resolved_at, ${at}),
      outcome = coalesce(outcome, 'withdrawn')
    where account_id = ${accountId}::uuid`.execute(db)
  await sql`update claims set statement = '' where account_id = ${accountId}::uuid`.execute(db)
  await sql`delete from claim_works where claim_id in ${own}`.execute(db)
  await sql`delete from researcher_profiles where claim_id in ${own}`.execute(db)
  await sql`delete from evidence where claim_id in ${own} and account_id = ${accountId}::uuid`.execute(db)
  await sql`delete from notices where account_id = ${accountId}::uuid`.execute(db)
}

export interface ClaimsForExport {
  readonly claims: readonly object[]
  readonly objections: readonly object[]
  /** What others said against the account's claims; who they are is theirs to say. */
  readonly objections_to_claims: readonly object[]
  readonly evidence: readonly object[]
  readonly vouches: readonly object[]
  readonly vouches_received: readonly object[]
  /** Works of others that the account confirmed, and its own that others did. */
  readonly confirmations: readonly object[]
  readonly confirmations_received: readonly object[]
  readonly profiles: readonly object[]
  /** What the account did, and what was decided about it. */
  readonly decisions: readonly object[]
}

export async function readClaimsForExport(db: Kysely<Tables>, accountId: string): Promise<ClaimsForExport> {
  const own = sql`select id from claims where account_id = ${accountId}::uuid`
  const rowsOf = (rows: ReturnType<typeof sql>) => sql`coalesce((select json_agg(to_json(r)) from (${rows}) r), '[]')`
  const { rows } = await sql<ClaimsForExport>`
    select
      ${rowsOf(sql`select id, author_id, status, statement, opened_at, window_ends_at, waits_until, contested_at, contest_rule, accepted_at, ended_at,
        (select json_agg(json_build_object('work_id', w.work_id, 'is_mine', w.is_mine)) from claim_works w where w.claim_id = c.id) as works
        from claims c where account_id = ${accountId}::uuid order by opened_at`)} as claims,
      ${rowsOf(sql`select claim_id, kind, reason, evidence_url, opened_at, resolved_at, outcome
        from claim_objections where account_id = ${accountId}::uuid order by opened_at`)} as objections,
      ${rowsOf(sql`select claim_id, reason, evidence_url, opened_at, resolved_at, outcome
        from claim_objections where claim_id in (${own}) and kind = 'contest' order by opened_at`)} as objections_to_claims,
      ${rowsOf(sql`select author_id, claim_id, kind, issuer, source, observed_at, expires_at, revoked_at, detail
        from evidence where claim_id in (${own}) and account_id = ${accountId}::uuid order by observed_at`)} as evidence,
      ${rowsOf(sql`select author_id, issuer, source, closes_triangle, observed_at, revoked_at from evidence
        where kind = 'attestation.vouch' and account_id = ${accountId}::uuid order by observed_at`)} as vouches,
      ${rowsOf(sql`select author_id, claim_id, ${shownIssuer} as issuer, source, closes_triangle, observed_at, revoked_at from evidence v
        where kind = 'attestation.vouch' and claim_id in (${own}) order by observed_at`)} as vouches_received,
      ${rowsOf(sql`select author_id, issuer, source, detail->'work_ids' as work_ids, observed_at, revoked_at from evidence
        where kind = 'authorship.supported' and ${isWordOfOthers} and account_id = ${accountId}::uuid order by observed_at`)} as confirmations,
      ${rowsOf(sql`select author_id, claim_id, ${shownIssuer} as issuer, source, detail->'work_ids' as work_ids, observed_at, revoked_at from evidence v
        where kind = 'authorship.supported' and ${isWordOfOthers} and claim_id in (${own}) order by observed_at`)} as confirmations_received,
      ${rowsOf(sql`select author_id, preferred_name, description, role, is_open, links, highlights, hidden_parts, updated_at
        from researcher_profiles where claim_id in (${own})`)} as profiles,
      ${rowsOf(sql`select at, act, subject, coalesce(account_id = ${accountId}::uuid, false) as by_this_account, rule, reason, evidence
        from decisions where account_id = ${accountId}::uuid or subject = any(array(select 'account:' || ${accountId}::uuid
          union all select 'claim:' || id from (${own}) c
          union all select 'correction:' || number from corrections where proposed_by = ${accountId}::uuid or ${grantedToAccount(accountId)})) order by ordinal`)} as decisions`.execute(
    db,
  )
  const [row] = rows
  if (row === undefined) throw new Error('internal: a query without a table gives one row')
  return row
}
