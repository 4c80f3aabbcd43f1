import { readAuthorPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { isListStart, parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('author', params.id, url)
  const cursor = parseCursor(url)
  const author = await foundOrForwarded(await readAuthorPage(getSite().reads, id, cursor), 'author', id, url)
  return { page: new Unsent(author), isFirstPage: isListStart(cursor) }
}
