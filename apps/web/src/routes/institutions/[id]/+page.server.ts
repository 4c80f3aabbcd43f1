import { readInstitutionMap, readInstitutionPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { isListStart, parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('institution', params.id, url)
  const cursor = parseCursor(url)
  const isFirstPage = isListStart(cursor)
  const { reads } = getSite()
  const [found, map] = await Promise.all([
    readInstitutionPage(reads, id, cursor),
    isFirstPage ? readInstitutionMap(reads, id) : undefined,
  ])
  const institution = await foundOrForwarded(found, 'institution', id, url)
  return { page: new Unsent(institution), map: new Unsent(map), isFirstPage }
}
