import { readTopicPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { isListStart, parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('topic', params.id, url)
  const cursor = parseCursor(url)
  const topic = await foundOrForwarded(await readTopicPage(getSite().reads, id, cursor), 'topic', id, url)
  return { page: new Unsent(topic), isFirstPage: isListStart(cursor) }
}
