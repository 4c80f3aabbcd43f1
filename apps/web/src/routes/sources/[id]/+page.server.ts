import { readSourcePage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { isListStart, parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('source', params.id, url)
  const cursor = parseCursor(url)
  const source = await foundOrForwarded(await readSourcePage(getSite().reads, id, cursor), 'source', id, url)
  return { page: new Unsent(source), isFirstPage: isListStart(cursor) }
}
