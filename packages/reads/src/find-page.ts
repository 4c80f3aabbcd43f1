import type { EntityRef } from '@bzpeer/schema'
import * as store from '@bzpeer/store'
import type { ReadContext } from './read-context.ts'

/** The id that took the place of a merged one; undefined when it was not merged. */
export async function findMergedInto({ db }: ReadContext, ref: EntityRef): Promise<number | undefined> {
  return store.findMergedInto(ref, db)
}

/** The entity that carries an identifier in canonical form. */
export async function findByIdentifier(
  { db }: ReadContext,
  scheme: string,
  value: string,
): Promise<EntityRef | undefined> {
  return store.findByIdentifier(db, scheme, value)
}
