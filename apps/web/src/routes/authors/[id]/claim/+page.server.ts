import { parseAccountName } from '@bzpeer/accounts'
import { openClaim } from '@bzpeer/actions'
import { readClaimForm } from '@bzpeer/reads'
import { findEntityRef } from '@bzpeer/schema'
import { redirect } from '@sveltejs/kit'
import { answerForm, boundedTextOf } from '#lib/server/answer-form.ts'
import { requireCaller } from '#lib/server/caller.ts'
import { claimContext } from '#lib/server/claim-context.ts'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const id = getEntityId('author', event.params.id, event.url, '/claim')
  const caller = await requireCaller(event)
  const form = await readClaimForm(getSite().reads, {
    authorId: id,
    accountId: caller.accountId,
    policy: getSite().claims.claimPolicy,
  })
  return { page: new Unsent({ caller, form: await foundOrForwarded(form, 'author', id, event.url) }) }
}

export const actions: Actions = {
  default: (event) =>
    answerForm(event, async (form) => {
      const authorId = getEntityId('author', event.params.id, event.url, '/claim')
      const caller = await requireCaller(event)
      const statement = boundedTextOf(form, 'statement')
      const name = parseAccountName(boundedTextOf(form, 'name'))
      const claimId = await openClaim(claimContext(caller), {
        authorId,
        ...(name === '' ? {} : { name }),
        statement,
        works: worksIn(form),
        missing: placesIn(form),
      })
      redirect(303, `/claims/${claimId}`)
    }),
}

/** What was said of each work, `W1=mine`; whoever is not sure says nothing. */
function worksIn(form: FormData): { workId: number; isMine: boolean }[] {
  return [...form].slice(0, worksAtMost).flatMap(([name, said]) => {
    const ref = findEntityRef(name)
    return ref?.kind === 'work' && (said === 'mine' || said === 'other')
      ? [{ workId: ref.id, isMine: said === 'mine' }]
      : []
  })
}

/** Works that were said to be missing, `missing=W1.3` for the third name of the byline. */
function placesIn(form: FormData): { workId: number; position: number }[] {
  return form
    .getAll('missing')
    .slice(0, worksAtMost)
    .flatMap((said) => {
      const [, id = '', position = ''] = /^(W\d{1,16})\.(\d{1,6})$/.exec(typeof said === 'string' ? said : '') ?? []
      const ref = findEntityRef(id)
      return ref?.kind === 'work' ? [{ workId: ref.id, position: Number(position) }] : []
    })
}

/** More fields than the form has. */
const worksAtMost = 200
