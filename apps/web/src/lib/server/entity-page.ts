import { findMergedInto } from '@bzpeer/reads'
import { findEntityRef, formatId, pathOf, type EntityKind } from '@bzpeer/schema'
import { error, redirect } from '@sveltejs/kit'
import { getSite } from './site.ts'

/**
 * The number in an address such as `/authors/A1`. Any other way of writing an id, and an id of
 * another kind, is sent on to the one address the entity has.
 */
export function getEntityId(kind: EntityKind, text: string, url: URL): number {
  const ref = findEntityRef(text)
  if (ref === undefined) error(404, `There is no ${kind} with the id “${text.slice(0, 60)}”.`)
  if (ref.kind !== kind || formatId(ref) !== text) redirect(308, pathOf(ref) + url.search)
  return ref.id
}

/** The page when there is one; otherwise the way to the record it was merged into, or a 404. */
export async function foundOrForwarded<Page>(page: Page | undefined, kind: EntityKind, id: number): Promise<Page> {
  if (page !== undefined) return page
  const survivor = await findMergedInto(getSite().reads, { kind, id })
  if (survivor !== undefined) redirect(308, pathOf({ kind, id: survivor }))
  return error(404, `There is no ${kind} with the id ${formatId({ kind, id })} on this site.`)
}
