import { cleanSearchIndexes, countDirty, deriveDirty, rematchTopics, type Store } from '@bzpeer/store'

export type DeriveProgress =
  /** Works looked at. */
  | { readonly phase: 'matching topics'; readonly done: number; readonly total: number }
  /** Entities of any kind. */
  | { readonly phase: 'deriving'; readonly done: number; readonly total: number }

/** Brings everything derived up to date with the record; safe to interrupt and to call again. */
export async function deriveAll(store: Store, onProgress: (progress: DeriveProgress) => void): Promise<void> {
  await rematchTopics(store, (done, total) => onProgress({ phase: 'matching topics', done, total }))
  const total = await countDirty(store)
  let done = 0
  await deriveDirty(store, (entities) => {
    done += entities
    onProgress({ phase: 'deriving', done, total })
  })
  if (total > 0) await cleanSearchIndexes(store)
}
