import { isCurator } from '@bzpeer/domain'
import { deskKinds, readDeskPage } from '@bzpeer/reads'
import { error } from '@sveltejs/kit'
import { requireCaller } from '#lib/server/caller.ts'
import { parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { role } = await requireCaller(event)
  if (!isCurator(role))
    error(403, 'The desk is for curators. An operator makes you one: npx bzpeer role EMAIL curator.')
  const { searchParams } = event.url
  const kind = deskKinds.find((each) => each === searchParams.get('kind')) ?? null
  const { after } = parseCursor(event.url)
  return { page: new Unsent({ kind, after, ...(await readDeskPage(getSite().reads, { kind, after })) }) }
}
