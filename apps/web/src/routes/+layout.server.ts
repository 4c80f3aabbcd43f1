import { originOf } from '#lib/server/site.ts'
import { waysIn } from '#lib/server/ways-in.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ url }) => ({
  origin: originOf(url),
  offersOrcid: waysIn(url).providers.some(({ id }) => id === 'orcid'),
})
