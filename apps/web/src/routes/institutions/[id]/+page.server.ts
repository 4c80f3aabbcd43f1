import { readInstitutionPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('institution', params.id, url)
  const page = await readInstitutionPage(getSite().reads, id, parseCursor(url))
  return { institution: await foundOrForwarded(page, 'institution', id), isFirstPage: url.search === '' }
}
