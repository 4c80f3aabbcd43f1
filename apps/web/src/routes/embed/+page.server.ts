import { getExplorerPage } from '#lib/server/explorer-page.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => ({ page: new Unsent(await getExplorerPage(url)) })
