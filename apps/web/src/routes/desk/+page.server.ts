import { isCurator } from '@bzpeer/domain'
import { listUndecidedClaims } from '@bzpeer/reads'
import { error } from '@sveltejs/kit'
import { requireCaller } from '#lib/server/caller.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { role } = await requireCaller(event)
  if (!isCurator(role))
    error(403, 'The desk is for curators. An operator makes you one: npx bzpeer role EMAIL curator.')
  return { page: new Unsent({ claims: await listUndecidedClaims(getSite().reads) }) }
}
