import { readHomePage } from '@bzpeer/reads'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async () => ({ home: await readHomePage(getSite().reads) })
