import { getContextSlice } from '#lib/server/context-slice.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => ({
  page: new Unsent(url.searchParams.has('focus') ? await getContextSlice(url) : undefined),
})
