import { readBylinePlaces, readWorkPage } from '@bzpeer/reads'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, url }) => {
  const id = getEntityId('work', params.id, url)
  const { reads } = getSite()
  const work = await foundOrForwarded(await readWorkPage(reads, id), 'work', id, url)
  return { page: new Unsent(work), places: new Unsent(await readBylinePlaces(reads, work.byline)) }
}
