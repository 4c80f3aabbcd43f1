import { readContextSlice, type ContextSlice } from '@bzpeer/reads'
import { findEntityRef, formatId } from '@bzpeer/schema'
import { error } from '@sveltejs/kit'
import { MalformedQueryError } from './query-bounds.ts'
import { forwardMerged } from './entity-page.ts'
import { getSite } from './site.ts'

/** The slice around `?focus=`, which names one entity of any kind. */
export async function getContextSlice(url: URL): Promise<ContextSlice> {
  const focus = url.searchParams.get('focus') ?? ''
  const ref = findEntityRef(focus)
  if (ref === undefined)
    throw new MalformedQueryError(`Expected ?focus= with an id such as A5023888391, got "${focus.slice(0, 60)}".`)
  const slice = await readContextSlice(getSite().reads, ref)
  if (slice === undefined) await forwardMerged(ref, url)
  return slice ?? error(404, `There is no record ${formatId(ref)} on this site.`)
}
