import { setTimeout } from 'node:timers/promises'
import { AppError } from '@bzpeer/schema'
import { type StoreTransaction, writerLock } from '../store.ts'

/** An import holds the record: a decision would change rows under its hands. */
export class RecordBusyError extends AppError {
  constructor() {
    super(
      'record-busy',
      'An import is changing the public record at the moment. Nothing was changed; try again once it has ended.',
    )
  }
}

const attempts = 30
const betweenMs = 100

/**
 * Until the transaction ends nobody else changes the public record, whether by an import or by a decision: waits a few
 * seconds for another decision, and not for an import. To be called first in the transaction.
 * @throws {RecordBusyError}
 */
export async function holdPublicRecord({ session }: StoreTransaction): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { rows } = await session.query<{ held: boolean }>(`select pg_try_advisory_xact_lock(${writerLock}) as held`)
    if (rows[0]?.held === true) return
    await setTimeout(betweenMs)
  }
  throw new RecordBusyError()
}
