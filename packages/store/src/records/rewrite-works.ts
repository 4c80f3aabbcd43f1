import { titleKeys } from '@bzpeer/domain'
import type { WorkRecord } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'
import { addCounts } from './count-deltas.ts'
import { markDirty } from './dirty.ts'
import { readWorks } from './read-works.ts'
import { resolveMerged } from './resolve-merged.ts'
import { removeWorks, writeWorks } from './work-writer.ts'

const worksAtOnce = 500

type Change = (works: readonly WorkRecord[]) => Promise<readonly WorkRecord[]>

/**
 * Writes the works again through all merges, and as `change` has them, without those whose own id was given up: what
 * takes their place has a record of its own.
 */
export async function rewriteWorks(
  tx: StoreTransaction,
  workIds: readonly number[],
  change: Change = async (works) => works,
): Promise<void> {
  for (let first = 0; first < workIds.length; first += worksAtOnce) {
    const ids = workIds.slice(first, first + worksAtOnce)
    const stored = await readWorks(tx.session, ids)
    const matches = new Map(stored.map(({ record, matches: found }) => [record.id, found]))
    await removeWorks(tx, ids)
    const { records } = await resolveMerged(
      tx,
      stored.map(({ record }) => record),
    )
    const works = await change(records as readonly WorkRecord[])
    const { counts, authorIds } = await writeWorks(tx, works, ({ id, title }) => ({
      titleKeys: titleKeys(title ?? ''),
      topics: matches.get(id) ?? [],
    }))
    await addCounts(tx, counts)
    await markDirty(tx, 'author', authorIds)
  }
}
