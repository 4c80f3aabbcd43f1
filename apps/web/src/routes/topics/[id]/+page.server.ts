import { readTopicPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('topic', params.id, url)
  const page = await readTopicPage(getSite().reads, id, parseCursor(url))
  return { topic: await foundOrForwarded(page, 'topic', id), isFirstPage: url.search === '' }
}
