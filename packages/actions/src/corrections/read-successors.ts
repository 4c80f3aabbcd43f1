import { type CorrectionDetails, withIds } from '@bzpeer/domain'
import { readMergedInto, type Resolve, type StoreTransaction } from '@bzpeer/store'

/** What took the place of what a correction names: sources merge records while proposals wait. */
export async function readSuccessors({ session }: StoreTransaction, details: CorrectionDetails): Promise<Resolve> {
  const named: Parameters<Resolve>[] = []
  withIds(details, (kind, id) => {
    named.push([kind, id])
    return id
  })
  return readMergedInto(session, named)
}
