import { readWorkPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('work', params.id, url)
  return { work: await foundOrForwarded(await readWorkPage(getSite().reads, id), 'work', id) }
}
