import { mergeDuplicates, reopenDuplicates, tellDuplicatesApart } from '@bzpeer/actions'
import { isCurator } from '@bzpeer/domain'
import { compareRecords } from '@bzpeer/reads'
import { findEntityRef } from '@bzpeer/schema'
import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { answerForm, boundedTextOf, textOf } from '#lib/server/answer-form.ts'
import { requireCaller } from '#lib/server/caller.ts'
import { claimContext } from '#lib/server/claim-context.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { role } = await requireCaller(event)
  if (!isCurator(role)) error(403, 'The desk is for curators.')
  const comparison = await compareRecords(getSite().reads, getPair(event.params.pair))
  if (comparison === undefined) error(404, 'One of these records is not on this site, or was merged into another.')
  return { page: new Unsent({ comparison, isSignedIn: true }) }
}

/** `A1-A2` */
function getPair(text: string): [number, number] {
  const [a, b, more] = text.split('-').map((id) => findEntityRef(id))
  if (a?.kind !== 'author' || b?.kind !== 'author' || more !== undefined || a.id === b.id)
    error(404, 'Two records are named by their ids, such as A1-A2.')
  return [a.id, b.id]
}

export const actions: Actions = {
  decide: (event: RequestEvent<{ pair: string }>) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const [a, b] = getPair(event.params.pair)
      const chosen = findEntityRef(textOf(form, 'stays'))?.id
      const verdict = textOf(form, 'verdict')
      if (verdict === 'same' && chosen !== a && chosen !== b) error(400, 'Say which of the two records stays.')
      const stays = chosen === a ? a : b
      const duplicate = { authorId: stays === a ? b : a, intoId: stays, reason: boundedTextOf(form, 'reason') }
      if (verdict === 'same') redirect(303, `/corrections/${await mergeDuplicates(claimContext(caller), duplicate)}`)
      if (verdict !== 'distinct') error(400, 'Two records are the same person, or they are not.')
      await tellDuplicatesApart(claimContext(caller), duplicate)
      redirect(303, '/desk?kind=duplicate')
    }),
  reopen: (event: RequestEvent<{ pair: string }>) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const ids = getPair(event.params.pair)
      const reason = boundedTextOf(form, 'reason')
      await reopenDuplicates(claimContext(caller), { ids, reason })
      redirect(303, event.url.pathname)
    }),
}
