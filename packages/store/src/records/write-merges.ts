import { kindCodeOf, type Merge } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'

/** Notes ids that were given up for others, so that the old address leads to the new page. */
export async function writeMerges({ db }: StoreTransaction, merges: readonly Merge[]): Promise<void> {
  if (merges.length === 0) return
  const latest = new Map(merges.map((merge) => [`${merge.kind} ${merge.id}`, merge]))
  await db
    .insertInto('merged_ids')
    .values([...latest.values()].map(({ kind, id, intoId }) => ({ kind: kindCodeOf[kind], id, into_id: intoId })))
    .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(({ ref }) => ({ into_id: ref('excluded.into_id') })))
    .execute()
}
