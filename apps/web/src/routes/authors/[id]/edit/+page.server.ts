import { editProfile } from '@bzpeer/actions'
import { hideableParts, profileBounds } from '@bzpeer/domain'
import { assertShown, readProfileForm } from '@bzpeer/reads'
import { findEntityRef, pathOf } from '@bzpeer/schema'
import { error, redirect } from '@sveltejs/kit'
import { answerForm, textOf } from '#lib/server/answer-form.ts'
import { requireCaller } from '#lib/server/caller.ts'
import { claimContext } from '#lib/server/claim-context.ts'
import { getEntityId } from '#lib/server/entity-page.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const id = getEntityId('author', event.params.id, event.url, '/edit')
  const { accountId } = await requireCaller(event)
  const form = await readProfileForm(getSite().reads, id, accountId)
  if (form === undefined) await assertShown(getSite().reads, { kind: 'author', id })
  if (form === undefined) error(403, 'Only the owner of a record can add to it. Claim it first.')
  return { page: new Unsent(form) }
}

export const actions: Actions = {
  default: (event) =>
    answerForm(event, async (form) => {
      const id = getEntityId('author', event.params.id, event.url, '/edit')
      const caller = await requireCaller(event)
      await editProfile(claimContext(caller), id, profileIn(form))
      redirect(303, pathOf({ kind: 'author', id }))
    }),
}

/** What the form says, as it says it: the domain decides what of it is a profile. */
function profileIn(form: FormData): unknown {
  return {
    preferredName: textOf(form, 'name'),
    description: textOf(form, 'description'),
    role: textOf(form, 'role'),
    openToCollaborate: textOf(form, 'open') === 'yes',
    links: Array.from({ length: profileBounds.links }, (_, index) => ({
      label: textOf(form, `label-${index}`),
      url: textOf(form, `url-${index}`),
    })).filter(({ label, url }) => label.trim() !== '' || url.trim() !== ''),
    highlights: Array.from({ length: profileBounds.highlights }, (_, index) =>
      findEntityRef(textOf(form, `first-${index}`)),
    )
      .filter((ref) => ref?.kind === 'work')
      .map((ref) => ref?.id),
    hiddenParts: Object.keys(hideableParts).filter((part) => textOf(form, `hide-${part}`) === 'yes'),
  }
}
