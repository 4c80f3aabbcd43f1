import { randomUUID } from 'node:crypto'
import { canDecideCorrection, type Caller, sameCorrectionKey } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import {
  appendDecision,
  findPair,
  findSameProposal,
  forgetDistinct,
  holdMerges,
  listProposers,
  lockNumbers,
  noteDistinct,
  readStakes,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, assertSaid, NotAllowedError } from '../action-context.ts'
import { lockRecords } from './apply-correction.ts'
import { accept, loadCorrection, recordTrustOfPair } from './decide-correction.ts'
import { deriveRest } from './derive-rest.ts'
import { loadRecords } from './load-records.ts'
import { openCorrection } from './open-correction.ts'
import { holdSame } from './propose-correction.ts'

export interface Duplicate {
  /** The record that goes, and the one that stays, where they are one person's. */
  readonly authorId: number
  readonly intoId: number
  /** Shown to everyone. */
  readonly reason: string
}

/**
 * A curator says that two records that resemble each other are one person's: a correction that the rules propose, or
 * that somebody else has proposed, accepted and done, and undone like any other.
 * @returns its number.
 * @throws {NotFoundError | NotAllowedError | RecordBusyError | MergeImpossibleError}
 */
export async function mergeDuplicates(context: ActionContext, duplicate: Duplicate): Promise<number> {
  const { store, caller, now } = context
  const { authorId, intoId, reason } = duplicate
  assertSaid(reason)
  const number = await store.transaction(async (tx) => {
    await assertMayDecide(tx, caller, [authorId, intoId])
    const at = now()
    const details = { kind: 'merge', authorId, intoId } as const
    await holdSame(tx, details, caller.accountId)
    await lockRecords(tx, [authorId, intoId])
    await lockNumbers(tx)
    const proposed = await findSameProposal(tx.db, sameCorrectionKey(details))
    if (proposed === undefined) await assertResembling(tx, [authorId, intoId])
    const proposal = { details, statement: '', evidenceUrl: null }
    const correction = await loadCorrection(
      tx,
      proposed ?? (await openCorrection(tx, proposal, { accountId: null, at })),
    )
    const parties = {
      status: correction.status,
      proposerId: correction.proposed_by,
      // Also who has taken their proposal back: nobody decides what they proposed.
      partyIds: await listProposers(tx.db, details),
      hiderIds: [],
      grantedToId: null,
    }
    assertAllowed(canDecideCorrection(caller, parties))
    await accept(tx, correction, { ...context, verdict: { reason, staysId: intoId }, at })
    return correction.number
  })
  await deriveRest(store)
  return number
}

/** Nobody merges two records alone: a resolution has found them alike, or somebody else has proposed it. */
async function assertResembling(tx: StoreTransaction, ids: readonly [number, number]): Promise<void> {
  const pair = await findPair(tx.db, ids)
  if (pair?.status !== 'open')
    throw new NotAllowedError('Nobody proposes these two as one. Propose it as a correction: another curator decides.')
}

/**
 * A curator says that two records are two people's: no resolution proposes them as one again.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function tellDuplicatesApart(
  { store, caller, now }: ActionContext,
  { authorId, intoId, reason }: Duplicate,
): Promise<void> {
  assertSaid(reason)
  await store.transaction(async (tx) => {
    await holdMerges(tx)
    await assertMayDecide(tx, caller, [authorId, intoId])
    await loadRecords(tx, [authorId, intoId])
    const at = now()
    await noteDistinct(tx, [authorId, intoId], { by: caller.accountId, at })
    await logPair(tx, [authorId, intoId], { act: 'duplicate.distinct', at, by: caller.accountId, reason })
  })
}

/**
 * A curator takes back that two records are two people's: they are proposed as one again where the measures say so.
 * @throws {NotAllowedError}
 */
export async function reopenDuplicates(
  { store, caller, now }: ActionContext,
  { ids, reason }: { readonly ids: readonly [number, number]; readonly reason: string },
): Promise<void> {
  assertSaid(reason)
  await store.transaction(async (tx) => {
    await holdMerges(tx)
    await assertMayDecide(tx, caller, ids)
    if (!(await forgetDistinct(tx, ids))) throw new NotAllowedError('Nobody has told these two records apart.')
    await logPair(tx, ids, { act: 'duplicate.reopened', at: now(), by: caller.accountId, reason })
  })
}

async function logPair(
  tx: StoreTransaction,
  ids: readonly [number, number],
  { act, at, by, reason }: { readonly act: string; readonly at: Date; readonly by: string; readonly reason: string },
): Promise<void> {
  const [a, b] = ids.toSorted((x, y) => x - y).map((id) => formatId({ kind: 'author', id }))
  await appendDecision(tx, {
    id: randomUUID(),
    at,
    act,
    author_id: ids[0],
    subject: `duplicate:${a}:${b}`,
    account_id: by,
    reason,
  })
  await recordTrustOfPair(tx, ids, at)
}

async function assertMayDecide(tx: StoreTransaction, caller: Caller, authorIds: readonly number[]): Promise<void> {
  const stakes = await readStakes(tx.db, authorIds)
  assertAllowed(canDecideCorrection(caller, { status: 'open', proposerId: null, grantedToId: null, ...stakes }))
}
