import { environmentVariables } from '@bzpeer/accounts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = () => ({ variables: new Unsent(environmentVariables) })
