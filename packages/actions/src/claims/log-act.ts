import { randomUUID } from 'node:crypto'
import { appendDecision, type ClaimRow, listClaimEvidence, type StoreTransaction } from '@bzpeer/store'

/**
 * Notes in the log what somebody did about a claim. What a claimant or an objector says stands with the claim or the
 * objection, from where it goes with their account; the log, which nobody can change, has a curator's reasons alone.
 */
export async function logAct(
  tx: StoreTransaction,
  claim: ClaimRow,
  act: string,
  { at, accountId, reason = '' }: { readonly at: Date; readonly accountId: string; readonly reason?: string },
): Promise<void> {
  const isDecision = reason !== ''
  await appendDecision(tx, {
    id: randomUUID(),
    at,
    act,
    author_id: claim.author_id,
    subject: `claim:${claim.id}`,
    account_id: accountId,
    reason,
    // As it stands when it is decided upon; who shows something else later cannot change what was seen.
    ...(isDecision ? { evidence: JSON.stringify((await listClaimEvidence(tx.db, claim.id)).map(sayEvidence)) } : {}),
  })
}

/** Without the host of a home page, which is the claimant's to take along. */
function sayEvidence({
  kind,
  issuer,
  observed_at,
  expires_at,
  detail,
}: Awaited<ReturnType<typeof listClaimEvidence>>[number]) {
  return { kind, ...(kind === 'control.rel-me' ? {} : { issuer }), observed_at, expires_at, detail: sayDetail(detail) }
}

const worksNamed = 10

/** Of works, which there may be a thousand of, how many and the first. */
function sayDetail({ work_ids: ids, ...detail }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Array.isArray(ids) ? { ...detail, works: ids.length, work_ids: ids.slice(0, worksNamed) } : detail
}
