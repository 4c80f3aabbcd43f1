import { randomUUID } from 'node:crypto'
import { appendDecision, type StoreTransaction } from '@bzpeer/store'

/** Who did something, or by which rule it was done. The reason is a curator's or a rule's: what a proposer says stands with the correction. */
export type Actor = { readonly accountId: string } | { readonly rule: string }

/** Notes in the log what was done about a correction. */
export async function logCorrection(
  tx: StoreTransaction,
  { number, authorId }: { readonly number: number; readonly authorId: number },
  act: string,
  { at, by, reason = '' }: { readonly at: Date; readonly by: Actor; readonly reason?: string },
): Promise<void> {
  await appendDecision(tx, {
    id: randomUUID(),
    at,
    act: `correction.${act}`,
    author_id: authorId,
    subject: `correction:${number}`,
    account_id: 'accountId' in by ? by.accountId : null,
    rule: 'rule' in by ? by.rule : null,
    reason,
  })
}
