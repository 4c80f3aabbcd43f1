import { collectedKinds, collectEvidence, type ClaimPolicy, type Evidence, strengthOf, windowEnd } from '@bzpeer/domain'
import {
  addEvidence,
  type ClaimEvidenceRow,
  type ClaimRow,
  listClaimEvidence,
  readClaimantFacts,
  revokeEvidence,
  type StoreTransaction,
  updateClaim,
} from '@bzpeer/store'

/**
 * Brings the evidence of a claim up to what its account has shown by now, and shortens the challenge window where that
 * is stronger. In the caller's transaction, which holds the record's claims locked.
 * @param from since when at the earliest what stands on the record counts: where that has changed, and not the account.
 * What was so before, a frozen score among it, stays as it was.
 * @param policy null: windows stay as long as they are.
 * @returns how many pieces came and how many went.
 */
export async function syncEvidence(
  tx: StoreTransaction,
  claim: ClaimRow,
  { at, policy, from }: { readonly at: Date; readonly policy: ClaimPolicy | null; readonly from?: Date },
): Promise<{ readonly added: number; readonly revoked: number }> {
  const facts = await readClaimantFacts(tx.db, { accountId: claim.account_id, authorId: claim.author_id }, at)
  const found = new Map(collectEvidence(facts).map((piece) => [`${keyOf(piece)} ${piece.observed_at}`, piece]))
  const standing = new Set([...found.values()].map(statementOf))
  const kept = new Map<string, Date>()
  let revoked = 0
  for (const row of await listClaimEvidence(tx.db, claim.id)) {
    if (row.account_id !== claim.account_id || !collectedKinds.has(row.kind)) continue
    const key = keyOfRow(row)
    kept.set(key, later(row.observed_at, kept.get(key)))
    // What was shown again stands beside what was shown before: nothing that counted at an instant counts there no more.
    if (!standing.has(statementOfRow(row))) revoked += (await revokeEvidence(tx, { id: row.id }, at)).length
  }
  const added = [...found.values()].filter((piece) => {
    const since = kept.get(keyOf(piece))
    return since === undefined || since < new Date(piece.observed_at)
  })
  for (const piece of added) await keep(tx, claim, piece, from)
  if (added.length > 0 && policy !== null) await shortenWindow(tx, claim, { at, policy })
  return { added: added.length, revoked }
}

async function keep(tx: StoreTransaction, claim: ClaimRow, piece: Evidence, from?: Date): Promise<void> {
  await addEvidence(tx, {
    authorId: claim.author_id,
    claimId: claim.id,
    accountId: claim.account_id,
    kind: piece.kind,
    issuer: piece.issuer,
    source: piece.source,
    observedAt: isAboutRecord(piece) ? later(new Date(piece.observed_at), from) : new Date(piece.observed_at),
    expiresAt: piece.expires_at === null ? null : new Date(piece.expires_at),
    detail: detailOf(piece),
  })
}

/** Says something that the account alone does not show. */
function isAboutRecord({ kind, independent, matches_byline, work_ids }: Evidence): boolean {
  return kind === 'attestation.institution' || independent === true || matches_byline === true || work_ids !== undefined
}

/** Also to be called where evidence came another way than through a collector. */
export async function shortenWindow(
  tx: StoreTransaction,
  claim: ClaimRow,
  { at, policy }: { readonly at: Date; readonly policy: ClaimPolicy },
): Promise<void> {
  if (claim.status !== 'open') return
  const evidence = await listClaimEvidence(tx.db, claim.id)
  const strength = strengthOf(evidence.map(({ kind, detail }) => ({ ...detail, kind })))
  const end = windowEnd(policy, { openedAt: claim.opened_at, strength, strengthenedAt: at })
  if (end < claim.window_ends_at) await updateClaim(tx, claim.id, { window_ends_at: end })
}

function detailOf(piece: Evidence): Record<string, unknown> {
  const { independent, matches_byline, by, institution: where, work_ids } = piece
  const detail = { independent, matches_byline, by, institution: where, work_ids }
  return Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined))
}

/** What a piece says, whenever it was shown. */
function statementOf(piece: Evidence): string {
  return JSON.stringify([piece.kind, piece.issuer, piece.source, sorted(detailOf(piece))])
}

function statementOfRow({ kind, issuer, source, detail }: ClaimEvidenceRow): string {
  return JSON.stringify([kind, issuer, source, sorted(detail)])
}

/** The same said until the same time is one piece, unless it was shown again later. */
function keyOf(piece: Evidence): string {
  return `${statementOf(piece)} ${piece.expires_at ?? ''}`
}

function keyOfRow(row: ClaimEvidenceRow): string {
  return `${statementOfRow(row)} ${row.expires_at?.toISOString() ?? ''}`
}

function later(one: Date, other = one): Date {
  return one > other ? one : other
}

function sorted(detail: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(detail).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
