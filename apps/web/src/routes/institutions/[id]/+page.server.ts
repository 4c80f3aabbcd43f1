import { readInstitutionPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { isListStart, parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('institution', params.id, url)
  const cursor = parseCursor(url)
  const institution = await foundOrForwarded(
    await readInstitutionPage(getSite().reads, id, cursor),
    'institution',
    id,
    url,
  )
  return { page: new Unsent(institution), isFirstPage: isListStart(cursor) }
}
