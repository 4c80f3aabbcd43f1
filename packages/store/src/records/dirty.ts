import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'

/** Notes that what is derived for these entities is out of date; `derive` works the notes off. */
export async function markDirty({ session }: StoreTransaction, kind: EntityKind, ids: Iterable<number>): Promise<void> {
  const sorted = [...new Set(ids)].toSorted((a, b) => a - b)
  if (sorted.length === 0) return
  await session.query(
    'insert into dirty_entities (kind, id) select $1, id from unnest($2::bigint[]) as id on conflict do nothing',
    [kindCodeOf[kind], sorted],
  )
}
