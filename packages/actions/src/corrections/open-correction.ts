import type { CorrectionDetails } from '@bzpeer/domain'
import { insertCorrection, type StoreTransaction } from '@bzpeer/store'
import { checkProposal } from './check-proposal.ts'
import { assertNoneHidden } from './load-records.ts'
import { NotAllowedError, NotFoundError } from '../action-context.ts'
import { logCorrection } from './log-correction.ts'

export interface Proposal {
  readonly details: CorrectionDetails
  /** Why, in the proposer's words; everyone reads it, except of a request to hide a record. */
  readonly statement: string
  /** Where that can be seen; never fetched. */
  readonly evidenceUrl: string | null
}

/**
 * Opens a correction, in the transaction of a caller who holds the numbers (`lockNumbers`).
 * @returns its number.
 * @throws {NotFoundError | NotAllowedError} where it cannot be done to the record as it is.
 */
export async function openCorrection(
  tx: StoreTransaction,
  { details, statement, evidenceUrl }: Proposal,
  { accountId, at }: { readonly accountId: string | null; readonly at: Date },
): Promise<number> {
  const records = await checkProposal(tx, details)
  if (details.kind !== 'hide') assertNoneHidden(records)
  const number = await insertCorrection(tx, {
    details,
    statement,
    evidenceUrl,
    proposedBy: accountId,
    at,
    records: records.map(({ id, name }) => ({ authorId: id, name })),
  })
  const by = accountId === null ? { rule: 'resembling-records' } : { accountId }
  await logCorrection(tx, { number, authorId: details.authorId }, 'proposed', { at, by })
  return number
}

/** The same for what comes with something else, which is not to fail because the record has changed meanwhile or is hidden. */
export async function openIfPossible(
  tx: StoreTransaction,
  proposal: Proposal,
  by: { readonly accountId: string | null; readonly at: Date },
): Promise<void> {
  try {
    await openCorrection(tx, proposal, by)
  } catch (error) {
    // Both are thrown before anything is written.
    if (!(error instanceof NotAllowedError || error instanceof NotFoundError)) throw error
  }
}
