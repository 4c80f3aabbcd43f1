import type { EntityRef } from '@bzpeer/schema'
import * as store from '@bzpeer/store'
import type { ReadContext } from './read-context.ts'

/** The id that took the place of a merged one; undefined when it was not merged, or round in a circle. */
export async function findMergedInto({ db }: ReadContext, ref: EntityRef): Promise<number | undefined> {
  const id = await store.findMergedInto(ref, db)
  if (id === undefined) return undefined
  // An end that was merged itself is none: whoever followed it would go round for ever.
  const next = await store.findMergedInto({ kind: ref.kind, id }, db)
  return next === undefined ? id : undefined
}

/** The entity that carries an identifier in canonical form. */
export async function findByIdentifier(
  { db }: ReadContext,
  scheme: string,
  value: string,
): Promise<EntityRef | undefined> {
  return store.findByIdentifier(db, scheme, value)
}
