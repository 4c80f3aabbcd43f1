import { readHomePage } from '@bzpeer/reads'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async () => ({ page: new Unsent(await readHomePage(getSite().reads)) })
