import { readSourcePage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('source', params.id, url)
  const page = await readSourcePage(getSite().reads, id, parseCursor(url))
  return { source: await foundOrForwarded(page, 'source', id), isFirstPage: url.search === '' }
}
