import { readListPage } from '@bzpeer/reads'
import { collectionOf, entityKinds } from '@bzpeer/schema'
import { error } from '@sveltejs/kit'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

/** A whole list, page by page, whose beginning stands on the page of an entity. */
export const load: PageServerLoad = async ({ params: { collection, id: text, list }, url }) => {
  const kind = entityKinds.find((each) => collectionOf[each] === collection) ?? error(404, 'There is no such page.')
  const id = getEntityId(kind, text, url, `/${encodeURIComponent(list)}`)
  const page = await readListPage(getSite().reads, { kind, id }, list, parseCursor(url))
  return { page: new Unsent(await foundOrForwarded(page, kind, id, url)), list }
}
