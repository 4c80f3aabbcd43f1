import { kindCodeOf, type Merge } from '@bzpeer/schema'
import { sql } from 'kysely'
import type { StoreTransaction } from '../store.ts'
import type { WrittenTally } from './write-records.ts'

/** Notes ids that were given up for others, so that the old address leads to the new page. */
export async function writeMerges({ db }: StoreTransaction, merges: readonly Merge[]): Promise<WrittenTally> {
  if (merges.length === 0) return { created: 0, updated: 0, unchanged: 0 }
  const latest = new Map(merges.map((merge) => [`${merge.kind} ${merge.id}`, merge]))
  const written = await db
    .insertInto('merged_ids')
    .values([...latest.values()].map(({ kind, id, intoId }) => ({ kind: kindCodeOf[kind], id, into_id: intoId })))
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'id'])
        .doUpdateSet(({ ref }) => ({ into_id: ref('excluded.into_id') }))
        .where('merged_ids.into_id', '<>', ({ ref }) => ref('excluded.into_id')),
    )
    // Only a row that took the place of another was ever locked (PostgreSQL manual, 5.6 "System Columns").
    .returning(sql<boolean>`xmax = 0`.as('is_new'))
    .execute()
  const created = written.filter((row) => row.is_new).length
  return { created, updated: written.length - created, unchanged: merges.length - written.length }
}
