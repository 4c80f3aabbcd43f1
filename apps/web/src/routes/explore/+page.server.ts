import { listStartingPoints } from '@bzpeer/reads'
import { getExplorerPage } from '#lib/server/explorer-page.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  if (url.searchParams.has('focus')) return { page: new Unsent(await getExplorerPage(url)), beginnings: undefined }
  return { page: undefined, beginnings: new Unsent(await listStartingPoints(getSite().reads)) }
}
