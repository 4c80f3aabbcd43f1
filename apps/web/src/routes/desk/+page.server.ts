import { isCurator } from '@bzpeer/domain'
import { deskKinds, listDesk } from '@bzpeer/reads'
import { error } from '@sveltejs/kit'
import { requireCaller } from '#lib/server/caller.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { role } = await requireCaller(event)
  if (!isCurator(role))
    error(403, 'The desk is for curators. An operator makes you one: npx bzpeer role EMAIL curator.')
  const asked = event.url.searchParams.get('kind')
  const kind = deskKinds.find((each) => each === asked) ?? null
  return { page: new Unsent({ kind, items: await listDesk(getSite().reads, kind) }) }
}
