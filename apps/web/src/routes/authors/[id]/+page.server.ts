import { readAuthorPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('author', params.id, url)
  const cursor = parseCursor(url)
  const page = await readAuthorPage(getSite().reads, id, cursor)
  const author = await foundOrForwarded(page, 'author', id)
  return { author, isFirstPage: cursor.after === null && cursor.before === null }
}
