import { randomUUID } from 'node:crypto'
import { appealDays, windowEnd } from '@bzpeer/domain'
import {
  type BylinePlace,
  carryObjections,
  countWorksOf,
  findAliveClaim,
  findAuthorName,
  findRefusal,
  findLastContest,
  holdAccount,
  insertClaim,
  lockClaims,
  readClaimLoad,
  renameAccount,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, NotAllowedError, NotFoundError } from '../action-context.ts'
import { openMissing } from '../corrections/open-missing.ts'
import { syncEvidence } from '../evidence/sync-evidence.ts'
import { logAct } from './log-act.ts'
import { applyRuling, settleRecord } from './settle-record.ts'

export interface ClaimRequest {
  readonly authorId: number
  /** What the claimant calls themselves from then on, in one line; as before where it is not given. */
  readonly name?: string
  /** Why the record is theirs, in the claimant's words; may be empty. */
  readonly statement: string
  /** What they said of works of the record; of the others they said nothing. */
  readonly works: readonly { readonly workId: number; readonly isMine: boolean }[]
  /** Places that lead to nobody, of those that the site suggests, which are theirs too. */
  readonly missing?: readonly BylinePlace[]
}

/** Undecided claims one account may have at a time, and may open in a day: claims take other people's time. */
const openAtMost = 10
const aDayAtMost = 20
const dayMs = 86_400_000

/**
 * Opens a claim on a record, and with it the window in which others may object.
 * @returns the id of the claim; of the one there is, where the caller has claimed the record already.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function openClaim(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  { authorId, name, statement, works, missing = [] }: ClaimRequest,
): Promise<string> {
  return store.transaction(async (tx) => {
    await holdAccount(tx.db, caller.accountId)
    await lockClaims(tx, authorId)
    const at = now()
    const existing = await findAliveClaim(tx.db, { authorId, accountId: caller.accountId })
    if (existing !== undefined) return existing.id
    await assertClaimable(tx, { authorId, works })
    await assertFewClaims(tx, caller.accountId, at)
    await assertNotRefused(tx, { authorId, accountId: caller.accountId, at })
    const contested = await findLastContest(tx.db, { authorId, accountId: caller.accountId })
    if (name !== undefined) await renameAccount(tx.db, caller.accountId, name, at)
    const claim = {
      id: randomUUID(),
      author_id: authorId,
      account_id: caller.accountId,
      status: 'open',
      statement,
      opened_at: at,
      window_ends_at: windowEnd(policy, { openedAt: at, strength: 'weak', strengthenedAt: at }),
    }
    const opened = await insertClaim(tx, claim, works)
    await logAct(tx, opened, 'claim.opened', { at, accountId: caller.accountId })
    await carryObjections(tx, opened)
    await openMissing(tx, opened, { places: missing, at })
    await syncEvidence(tx, opened, { at, policy })
    // A merge leaves nothing on the record by which the rules would see it: claiming anew does not go round a curator.
    if (contested === 'merged-with-orcid')
      await applyRuling(tx, opened, { act: 'contest', rule: contested }, { at, policy })
    await settleRecord(tx, authorId, { at, policy, cause: 'dispute.opened' })
    return opened.id
  })
}

async function assertClaimable(
  { db }: StoreTransaction,
  { authorId, works }: Pick<ClaimRequest, 'authorId' | 'works'>,
): Promise<void> {
  if ((await findAuthorName(db, authorId)) === undefined) throw new NotFoundError('The record that is claimed')
  const workIds = works.map(({ workId }) => workId)
  if ((await countWorksOf(db, authorId, workIds)) < workIds.length)
    throw new NotAllowedError('A claim can speak only of works that stand on the record.')
}

/** A decision can be appealed; claiming again does not go round it. */
async function assertNotRefused(
  { db }: StoreTransaction,
  { authorId, accountId, at }: { readonly authorId: number; readonly accountId: string; readonly at: Date },
): Promise<void> {
  const refused = await findRefusal(db, { authorId, accountId, since: new Date(at.getTime() - appealDays * dayMs) })
  if (refused !== undefined)
    throw new NotAllowedError(
      `A curator decided about your claim on this record within the last ${appealDays} days. Appeal that decision on the page of that claim.`,
    )
}

async function assertFewClaims({ db }: StoreTransaction, accountId: string, at: Date): Promise<void> {
  const { undecided, recent } = await readClaimLoad(db, accountId, new Date(at.getTime() - dayMs))
  if (undecided >= openAtMost)
    throw new NotAllowedError(
      `You have ${undecided} claims that are not decided yet. Withdraw one, or wait until one is decided, before you claim another record.`,
    )
  if (recent >= aDayAtMost) throw new NotAllowedError(`${aDayAtMost} claims can be opened in a day. Go on tomorrow.`)
}
