import { getContextSlice } from '#lib/server/context-slice.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => ({
  slice: url.searchParams.has('focus') ? await getContextSlice(url) : undefined,
})
