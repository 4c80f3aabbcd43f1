import { randomUUID } from 'node:crypto'
import {
  type ClaimFacts,
  type ClaimPolicy,
  type ClaimStatus,
  type ClaimVerdict,
  type ContestRule,
  contestRules,
  judgeClaim,
  couldBeNamed,
  type TrustCause,
  windowEnd,
} from '@bzpeer/domain'
import {
  appendDecision,
  type ClaimFactsRow,
  type ClaimRow,
  listAliveClaims,
  listClaimFacts,
  recordTrustChange,
  type StoreTransaction,
  updateClaim,
} from '@bzpeer/store'
import { acceptClaim } from './accept-claim.ts'
import { endClaim } from './end-claim.ts'

type Ruling = Exclude<ClaimVerdict, { act: 'none' | 'wait' }>

/**
 * What follows from a change of one of the record's claims, or from time going by: what the rules say about every claim
 * on it, and what that does to trust. The last step of every action on claims, whose transaction holds them locked.
 * @returns how many claims the rules decided.
 */
export async function settleRecord(
  tx: StoreTransaction,
  authorId: number,
  { at, policy, cause }: { readonly at: Date; readonly policy: ClaimPolicy; readonly cause: TrustCause },
): Promise<number> {
  const ruled = await applyRules(tx, authorId, { at, policy })
  await recordTrustChange(tx, authorId, at, cause)
  return ruled
}

/**
 * Does what the rules say about every claim on the record, now that something about one of them has changed, or time
 * has gone by.
 */
async function applyRules(
  tx: StoreTransaction,
  authorId: number,
  { at, policy }: { readonly at: Date; readonly policy: ClaimPolicy },
): Promise<number> {
  let ruled = 0
  // Read once: a claim that has rivals is neither accepted nor let go, so that nothing decided here changes another's facts.
  const facts = new Map((await listClaimFacts(tx.db, authorId, at)).map((row) => [row.claim_id, row]))
  for (const claim of await listAliveClaims(tx.db, authorId)) {
    const verdict = judgeClaim(toFacts(claim, facts.get(claim.id)), at)
    if (verdict.act === 'wait') await updateClaim(tx, claim.id, { waits_until: verdict.until })
    if (verdict.act === 'none' || verdict.act === 'wait') continue
    await applyRuling(tx, claim, verdict, { at, policy })
    ruled++
  }
  return ruled
}

function toFacts(claim: ClaimRow, row: ClaimFactsRow | undefined): ClaimFacts {
  if (row === undefined) throw new Error('internal: every claim that has a say about a record has its facts')
  return {
    status: claim.status as ClaimStatus,
    windowEndsAt: claim.window_ends_at,
    contestRule: claim.contest_rule as ContestRule | null,
    rivals: row.rivals,
    objections: row.objections,
    hasEmail: row.has_email,
    nameFits: couldBeNamed(row.account_name, row.author_names),
    recordOrcid: recordOrcidOf(row),
    isHiddenByAnother: row.is_hidden_by_another,
  }
}

function recordOrcidOf({ record_orcids: ofRecord, shown_orcids: shown }: ClaimFactsRow): ClaimFacts['recordOrcid'] {
  if (ofRecord.length === 0) return 'none'
  return ofRecord.some((iD) => shown.includes(iD)) ? 'shown' : 'not-shown'
}

/** Does what a rule says about one claim, and notes it in the log. */
export async function applyRuling(
  tx: StoreTransaction,
  claim: ClaimRow,
  verdict: Ruling,
  { at, policy }: { readonly at: Date; readonly policy: ClaimPolicy },
): Promise<void> {
  switch (verdict.act) {
    case 'contest':
      await updateClaim(tx, claim.id, { status: 'contested', contested_at: at, contest_rule: verdict.rule })
      break
    case 'reopen':
      await updateClaim(tx, claim.id, {
        status: 'open',
        contested_at: null,
        contest_rule: null,
        window_ends_at: lastChance(claim, at, policy),
        waits_until: null,
      })
      break
    case 'accept':
      await acceptClaim(tx, claim, at)
      break
    case 'expire':
      await endClaim(tx, claim, 'expired', at)
      break
  }
  await appendDecision(tx, {
    id: randomUUID(),
    at,
    act: actOf[verdict.act],
    author_id: claim.author_id,
    subject: `claim:${claim.id}`,
    account_id: null,
    rule: verdict.rule,
    reason: verdict.act === 'contest' ? contestRules[verdict.rule] : reasonOf[verdict.rule],
  })
}

/** Whoever watched others contest, and relied on it, still has the shortest window to object. */
function lastChance(claim: ClaimRow, at: Date, policy: ClaimPolicy): Date {
  const shortest = windowEnd(policy, { openedAt: at, strength: 'strong', strengthenedAt: at })
  return claim.window_ends_at > shortest ? claim.window_ends_at : shortest
}

const actOf = {
  contest: 'claim.contested',
  reopen: 'claim.reopened',
  accept: 'claim.accepted',
  expire: 'claim.expired',
} as const satisfies Record<Ruling['act'], string>

const reasonOf = {
  'window-uncontested': 'The challenge window ended and nobody had objected.',
  'email-not-confirmed': 'No email was confirmed within thirty days of the end of the challenge window.',
  'nobody-objects-any-more': 'Nobody stands against this claim any more.',
} as const
