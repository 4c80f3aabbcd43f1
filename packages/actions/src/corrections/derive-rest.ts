import { countDirty, deriveDirty, type Store, WriterBusyError } from '@bzpeer/store'

/** More than a decision leaves: an import was cut off, and does it when it goes on. */
const leftByDecisions = 20_000

/**
 * Brings up to date what follows from a decision for those further away: co-authors of co-authors, names of places. The
 * decision itself is done by then; where an import is under way, that does it at its end.
 */
export async function deriveRest(store: Store): Promise<void> {
  if ((await countDirty(store)) > leftByDecisions) return
  try {
    await store.asOnlyWriter(() => deriveDirty(store, () => undefined))
  } catch (error) {
    if (!(error instanceof WriterBusyError)) throw error
  }
}
