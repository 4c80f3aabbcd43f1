import {
  deleteAccount,
  endSession,
  endSessionsElsewhere,
  makePrimary,
  readSettings,
  removeEmail,
  removePasskey,
  renameAccount,
  renamePasskey,
  requestConfirmLink,
  type SignedIn,
  signOut,
  startLinking,
  unlinkSignIn,
  type Visit,
} from '@bzpeer/accounts'
import { isCurator } from '@bzpeer/domain'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { answerForm, idOf, textOf } from '#lib/server/answer-form.ts'
import { requireCaller, visitOf } from '#lib/server/caller.ts'
import { setCookies } from '#lib/server/set-cookies.ts'
import { troubleIn } from '#lib/server/sign-in-trouble.ts'
import { getSite } from '#lib/server/site.ts'
import { waysIn } from '#lib/server/ways-in.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const caller = await requireCaller(event)
  return {
    page: new Unsent({ caller, ...(await readSettings(getSite().accounts, caller)) }),
    ways: waysIn(event.url),
    trouble: troubleIn(event.url),
    done: event.url.searchParams.get('done'),
    isFresh: caller.freshUntil > new Date(),
    isCurator: isCurator(caller.role),
  }
}

const lent = () => getSite().accounts

interface Asked {
  readonly caller: SignedIn
  readonly visit: Visit
  readonly form: FormData
}

/** A form of somebody who is signed in: does it, and says so on the page, loaded anew so that it is not sent twice. */
function doing(done: string, work: (asked: Asked, event: RequestEvent) => Promise<unknown>) {
  return (event: RequestEvent) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      await work({ caller, visit: visitOf(event), form }, event)
      redirect(303, `/settings?done=${done}`)
    })
}

export const actions: Actions = {
  rename: doing('renamed', ({ caller, form }) => renameAccount(lent(), caller, textOf(form, 'name'))),
  'add-email': doing('link-sent', ({ caller, visit, form }) =>
    requestConfirmLink(lent(), visit, caller, textOf(form, 'email')),
  ),
  'remove-email': doing('email-removed', ({ caller, visit, form }) => removeEmail(lent(), visit, caller, idOf(form))),
  'make-primary': doing('primary-chosen', ({ caller, form }) => makePrimary(lent(), caller, idOf(form))),
  'rename-passkey': doing('passkey-named', ({ caller, form }) =>
    renamePasskey(lent(), caller, { id: idOf(form), name: textOf(form, 'name') }),
  ),
  'remove-passkey': doing('passkey-removed', ({ caller, form }) => removePasskey(lent(), caller, idOf(form))),
  unlink: doing('unlinked', ({ caller, form }) => unlinkSignIn(lent(), caller, idOf(form))),
  'end-session': doing('session-ended', ({ caller, form }) => endSession(lent(), caller, idOf(form))),
  'end-others': doing('others-ended', ({ caller }) => endSessionsElsewhere(lent(), caller)),

  link: (event) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const provider = textOf(form, 'provider')
      const { name, url, cookies } = await startLinking(lent(), visitOf(event), caller, provider)
      setCookies(event.cookies, cookies)
      return { onward: { name, url } }
    }),

  'sign-out': async (event) => {
    setCookies(event.cookies, await signOut(lent(), visitOf(event)))
    redirect(303, '/')
  },

  delete: (event) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const isConfirmed = textOf(form, 'confirmed') === 'yes'
      setCookies(event.cookies, await deleteAccount(lent(), visitOf(event), caller, isConfirmed))
      redirect(303, '/settings/deleted')
    }),
}
