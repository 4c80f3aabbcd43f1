import { ownPath, requestSignInLink, startSignIn } from '@bzpeer/accounts'
import { redirect } from '@sveltejs/kit'
import { answerForm, textOf } from '#lib/server/answer-form.ts'
import { getCaller, visitOf } from '#lib/server/caller.ts'
import { setCookies } from '#lib/server/set-cookies.ts'
import { troubleIn } from '#lib/server/sign-in-trouble.ts'
import { getSite } from '#lib/server/site.ts'
import { waysIn } from '#lib/server/ways-in.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { url, setHeaders } = event
  setHeaders({ 'cache-control': 'private, no-store' })
  const caller = await getCaller(event)
  return {
    ways: waysIn(url),
    next: ownPath(url.searchParams.get('next')),
    trouble: troubleIn(url),
    isSignedIn: caller !== undefined,
  }
}

export const actions: Actions = {
  /** The same answer for every address: whether it has an account is nobody's business. */
  email: (event) =>
    answerForm(event, async (form) => {
      const email = textOf(form, 'email')
      await requestSignInLink(getSite().accounts, visitOf(event), { email, next: event.url.searchParams.get('next') })
      redirect(303, '/login/sent')
    }),

  /** Shows where to go on, instead of sending there: the policy of our pages lets forms lead to this site alone. */
  elsewhere: (event) =>
    answerForm(event, async (form) => {
      const wanted = { providerId: textOf(form, 'provider'), next: event.url.searchParams.get('next') }
      const { name, url, cookies } = await startSignIn(getSite().accounts, visitOf(event), wanted)
      setCookies(event.cookies, cookies)
      return { onward: { name, url } }
    }),
}
