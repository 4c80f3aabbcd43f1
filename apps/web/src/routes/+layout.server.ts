import { originOf } from '#lib/server/site.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ url }) => ({ origin: originOf(url) })
