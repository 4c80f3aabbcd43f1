import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { derivePlaces } from '../atlas/derive-places.ts'
import type { Session } from '../session.ts'
import type { Store } from '../store.ts'
import { deriveAuthors } from './derive-authors.ts'
import { writeAuthorBlocks } from '../identity/name-blocks.ts'
import { type NamedKind, nameKeysOf, readNames, replaceNameKeys } from './derive-names.ts'

const chunkSize = 4_000

/** While the database works on one chunk, the names of another are turned into keys. */
const lanes = 2

export async function countDirty(store: Store): Promise<number> {
  const { count } = await store.db
    .selectFrom('dirty_entities')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Brings what is derived for entities noted as out of date up to date, chunk by chunk. A note goes in the transaction
 * that writes the last of what it asks for: whatever interrupts this, the notes that remain say what is left to do.
 * To be called as the only writer; when it ends, even by an error, nothing of it is under way any more.
 */
export async function deriveDirty(store: Store, onProgress: (done: number) => void): Promise<void> {
  for (const kind of ['author', 'institution', 'topic', 'source'] as const) {
    const chunks = new DirtyChunks(store, kind)
    const work = async (): Promise<void> => {
      try {
        for (let ids = await chunks.next(); ids.length > 0; ids = await chunks.next()) {
          await deriveChunk(store, kind, ids)
          onProgress(ids.length)
        }
      } catch (error) {
        chunks.stop()
        throw error
      }
    }
    const working = Array.from({ length: lanes }, work)
    // A lane that fails waits for the others: nothing goes on behind the caller's back.
    await Promise.allSettled(working)
    await Promise.all(working)
  }
}

/** Hands out the entities of a kind that are out of date, each once, in the order of their ids. */
class DirtyChunks {
  readonly #store: Store
  readonly #kind: EntityKind
  #last: Promise<readonly number[]> = Promise.resolve([0])
  #isStopped = false

  constructor(store: Store, kind: EntityKind) {
    this.#store = store
    this.#kind = kind
  }

  async next(): Promise<readonly number[]> {
    this.#last = this.#last.then((ids) => this.#readAfter(ids.at(-1)))
    return this.#last
  }

  /** None is handed out any more. */
  stop(): void {
    this.#isStopped = true
  }

  async #readAfter(id: number | undefined): Promise<readonly number[]> {
    if (id === undefined || this.#isStopped) return []
    const rows = await this.#store.db
      .selectFrom('dirty_entities')
      .select('id')
      .where('kind', '=', kindCodeOf[this.#kind])
      .where('id', '>', id)
      .orderBy('id')
      .limit(chunkSize)
      .execute()
    return rows.map((row) => row.id)
  }
}

async function deriveChunk(store: Store, kind: NamedKind, ids: readonly number[]): Promise<void> {
  const settles = 'with the next'
  const names = await store.transaction(
    async ({ session }) => {
      await createChunk(session, ids)
      if (kind === 'author') await deriveAuthors(session)
      if (kind === 'institution') await derivePlaces(session, ids)
      return readNames(session, kind)
    },
    { settles },
  )
  const keys = nameKeysOf(kind, names)
  await store.transaction(
    async ({ session }) => {
      await replaceNameKeys(session, kind, ids, keys)
      if (kind === 'author') await writeAuthorBlocks(session, names)
      await session.query('delete from dirty_entities where kind = $1 and id = any($2::bigint[])', [
        kindCodeOf[kind],
        ids,
      ])
    },
    { settles },
  )
}

export async function createChunk(session: Session, ids: readonly number[]): Promise<void> {
  await session.query('create temporary table chunk (id bigint primary key) on commit drop')
  await session.query('insert into chunk select unnest($1::bigint[])', [ids])
  await session.query('analyze chunk')
}
