import { assertShown, findMergedInto } from '@bzpeer/reads'
import { type EntityKind, type EntityRef, findEntityRef, formatId, pathOf } from '@bzpeer/schema'
import { error, redirect } from '@sveltejs/kit'
import { getSite } from './site.ts'

/**
 * The number in an address such as `/authors/A1`. Any other way of writing an id, and an id of
 * another kind, is sent on to the one address the entity has, and to what lies behind it.
 */
export function getEntityId(kind: EntityKind, text: string, url: URL, behind = ''): number {
  const ref = findEntityRef(text)
  if (ref === undefined) error(404, `There is no ${kind} with the id “${text.slice(0, 60)}”.`)
  if (ref.kind !== kind || formatId(ref) !== text) redirect(308, pathOf(ref) + behind + url.search)
  return ref.id
}

/** The page when there is one; otherwise the way to the record it was merged into, a 410 where it is hidden on request, or a 404. */
export async function foundOrForwarded<Page>(
  page: Page | undefined,
  kind: EntityKind,
  id: number,
  url: URL,
): Promise<Page> {
  if (page !== undefined) return page
  await forwardMerged({ kind, id }, url)
  return error(404, `There is no ${kind} with the id ${formatId({ kind, id })} on this site.`)
}

/**
 * Sends a merged id on to the same address of the record that took its place; goes on where it was not merged.
 * @throws {HiddenRecordError} where the record is hidden on request, whatever took its place.
 */
export async function forwardMerged(ref: EntityRef, url: URL): Promise<void> {
  await assertShown(getSite().reads, ref)
  const id = await findMergedInto(getSite().reads, ref)
  if (id !== undefined) redirect(308, addressOf(url, formatId(ref), formatId({ kind: ref.kind, id })))
}

/** The path, or `?focus=`, with one id in place of another. */
function addressOf({ pathname, searchParams }: URL, merged: string, survivor: string): string {
  const path = pathname.replace(new RegExp(`(/|%2F)${merged}(?![0-9])`, 'i'), `$1${survivor}`)
  const asked = new URLSearchParams(searchParams)
  if (asked.has('focus')) asked.set('focus', survivor)
  return asked.size === 0 ? path : `${path}?${asked}`
}
