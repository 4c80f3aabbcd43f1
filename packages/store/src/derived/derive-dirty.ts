import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import type { Store } from '../store.ts'
import { deriveAuthors } from './derive-authors.ts'
import { deriveNames } from './derive-names.ts'

const chunkSize = 4_000

export async function countDirty(store: Store): Promise<number> {
  const { count } = await store.db
    .selectFrom('dirty_entities')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** A server derives with two sessions at once: it has more to do than its client, and other entities never wait. */
const lanes = { embedded: 1, server: 2 } as const satisfies Record<Store['kind'], number>

/**
 * Brings what is derived for entities noted as out of date up to date, a chunk of entities in each transaction:
 * whatever interrupts it, the notes that remain say what is left to do.
 */
export async function deriveDirty(store: Store, onProgress: (done: number) => void): Promise<void> {
  for (const kind of ['author', 'institution', 'topic', 'source'] as const) {
    await Promise.all(Array.from({ length: lanes[store.kind] }, () => deriveKind(store, kind, onProgress)))
  }
}

async function deriveKind(
  store: Store,
  kind: Exclude<EntityKind, 'work'>,
  onProgress: (done: number) => void,
): Promise<void> {
  for (;;) {
    const done = await deriveChunk(store, kind)
    if (done === 0) return
    onProgress(done)
  }
}

async function deriveChunk(store: Store, kind: Exclude<EntityKind, 'work'>): Promise<number> {
  return store.transaction(async ({ session }) => {
    await session.query('create temporary table chunk (id bigint primary key) on commit drop')
    const { affected } = await session.query(
      `insert into chunk select id from dirty_entities where kind = ${kindCodeOf[kind]} order by id limit ${chunkSize}
       for update skip locked`,
    )
    if (affected === 0) return 0
    await session.query('analyze chunk')
    if (kind === 'author') await deriveAuthors(session)
    await deriveNames(session, kind)
    await session.query(
      `delete from dirty_entities d using chunk where d.kind = ${kindCodeOf[kind]} and d.id = chunk.id`,
    )
    return affected
  })
}
