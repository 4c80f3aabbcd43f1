import {
  canPropose,
  type CorrectionDetails,
  correctionRules,
  hidingRules,
  judgeProposal,
  judgeTrust,
  sameCorrectionKey,
} from '@bzpeer/domain'
import {
  findAliveClaim,
  findHidden,
  findSameProposal,
  findTrustBasis,
  holdAccount,
  holdCorrection,
  holdPublicRecord,
  isHiddenFor,
  lockNumbers,
  readProposalLoad,
  type StoreTransaction,
  updateCorrection,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, assertSaid, NotAllowedError } from '../action-context.ts'
import { judgeAsker } from '../hidden/judge-asker.ts'
import { applyCorrection, lockRecords } from './apply-correction.ts'
import { deriveRest } from './derive-rest.ts'
import { logCorrection } from './log-correction.ts'
import { openCorrection, type Proposal } from './open-correction.ts'

export interface Proposed {
  readonly number: number
  /** False where the same was proposed before, of hiding by the caller, and is not decided yet: that one's number. */
  readonly isNew: boolean
  /** Decided at once, by rule. */
  readonly isAccepted: boolean
}

const dayMs = 86_400_000

/**
 * Proposes a correction of the public record. Where a rule suffices it is done at once.
 * @throws {NotFoundError | NotAllowedError | RecordBusyError}
 */
export async function proposeCorrection(context: ActionContext, proposal: Proposal): Promise<Proposed> {
  const { store, caller, now } = context
  // Nobody has to say why they do not want to be shown.
  if (proposal.details.kind !== 'hide') assertSaid(proposal.statement)
  const proposed = await store.transaction(async (tx): Promise<Proposed> => {
    await holdAccount(tx.db, caller.accountId)
    await holdSame(tx, proposal.details, caller.accountId)
    if (isRuled(proposal.details)) await lockRecords(tx, [proposal.details.authorId])
    await lockNumbers(tx)
    const same = await findSameProposal(tx.db, sameCorrectionKey(proposal.details, caller.accountId))
    const at = now()
    // What waits because somebody else proposed it is done at once for whom the rules suffice.
    const rule = await findRule(tx, proposal.details, { accountId: caller.accountId, at })
    // Who can show that they are to be hidden is barred by nothing.
    const isHiddenAtOnce = rule !== undefined && proposal.details.kind === 'hide'
    if (same === undefined && !isHiddenAtOnce)
      assertAllowed(
        canPropose(
          await readProposalLoad(tx.db, {
            accountId: caller.accountId,
            since: new Date(at.getTime() - dayMs),
            isHiding: proposal.details.kind === 'hide',
          }),
        ),
      )
    const number = same ?? (await openCorrection(tx, proposal, { accountId: caller.accountId, at }))
    if (rule !== undefined) await acceptByRule(tx, { number, details: proposal.details }, { ...context, rule, at })
    return { number, isNew: same === undefined, isAccepted: rule !== undefined }
  })
  if (proposed.isAccepted) await deriveRest(store)
  return proposed
}

/** The correction is held before its records, by whoever decides: nobody waits for somebody who waits for them. */
export async function holdSame(tx: StoreTransaction, details: CorrectionDetails, accountId: string): Promise<void> {
  const same = await findSameProposal(tx.db, sameCorrectionKey(details, accountId))
  if (same !== undefined) await holdCorrection(tx, same)
}

interface Rule {
  readonly name: string
  readonly reason: string
}

/** Of some kinds the rules may have something to say; whoever is asked by them holds the record's claims. */
function isRuled({ kind }: CorrectionDetails): boolean {
  return kind === 'hide' || kind === 'not-my-work'
}

async function findRule(
  tx: StoreTransaction,
  details: CorrectionDetails,
  { accountId, at }: { readonly accountId: string; readonly at: Date },
): Promise<Rule | undefined> {
  const { authorId } = details
  if (details.kind === 'hide') {
    if (await isHiddenFor(tx.db, { authorId, accountId }))
      throw new NotAllowedError('This record is hidden already, as you asked.')
    const { isGranted, rule } = await judgeAsker(tx, { accountId, authorId }, at)
    // Of one that somebody else had hidden a curator is told: who of them it is about is for no rule to say.
    const isHidden = (await findHidden(tx.db, { kind: 'author', id: authorId })) !== undefined
    return isGranted && !isHidden ? { name: rule, reason: hidingRules[rule] } : undefined
  }
  if (!isRuled(details)) return undefined
  const claim = await findAliveClaim(tx.db, { authorId, accountId })
  const basis = await findTrustBasis(tx.db, authorId, at)
  if (basis === undefined) return undefined
  const { level } = judgeTrust(basis, at).verification
  const rule = judgeProposal(details, { isOwner: claim?.status === 'accepted', level })
  return rule === undefined ? undefined : { name: rule, reason: correctionRules[rule] }
}

async function acceptByRule(
  tx: StoreTransaction,
  { number, details }: { readonly number: number; readonly details: CorrectionDetails },
  {
    caller,
    claimPolicy: policy,
    rule,
    at,
  }: Pick<ActionContext, 'caller' | 'claimPolicy'> & { readonly rule: Rule; readonly at: Date },
): Promise<void> {
  // Hiding is one row beside the record, and waits for no import.
  if (details.kind !== 'hide') await holdPublicRecord(tx)
  await applyCorrection(tx, details, { number, at, policy, accountId: null })
  await updateCorrection(
    tx,
    { number },
    {
      status: 'accepted',
      decided_at: at,
      decided_by: caller.accountId,
      decided_rule: rule.name,
      reason: rule.reason,
    },
  )
  const log = { at, by: { rule: rule.name }, reason: rule.reason }
  await logCorrection(tx, { number, authorId: details.authorId }, 'accepted', log)
}
