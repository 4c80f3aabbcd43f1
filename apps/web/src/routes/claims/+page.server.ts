import { isCurator } from '@bzpeer/domain'
import { listOwnClaims, readMedianDecisionDays } from '@bzpeer/reads'
import { getCaller } from '#lib/server/caller.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { reads } = getSite()
  const caller = await getCaller(event)
  const [own, medianDays] = await Promise.all([
    caller === undefined ? undefined : listOwnClaims(reads, caller.accountId),
    readMedianDecisionDays(reads),
  ])
  return { page: new Unsent({ own, medianDays, isCurator: caller !== undefined && isCurator(caller.role) }) }
}
