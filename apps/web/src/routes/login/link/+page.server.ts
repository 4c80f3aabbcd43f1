import { readLink, signInByLink } from '@bzpeer/accounts'
import { redirect } from '@sveltejs/kit'
import { answerForm, textOf } from '#lib/server/answer-form.ts'
import { visitOf } from '#lib/server/caller.ts'
import { findVisitorError } from '#lib/server/error-status.ts'
import { setCookies } from '#lib/server/set-cookies.ts'
import { getSite } from '#lib/server/site.ts'
import type { Actions, PageServerLoad } from './$types'

/** Opening the link uses nothing up: scanners of mail open links too. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' })
  const token = event.url.searchParams.get('token') ?? ''
  try {
    const link = await readLink(getSite().accounts, visitOf(event), token)
    return { token, email: link.kind === 'sign-in' ? link.email : undefined, trouble: undefined }
  } catch (error) {
    const told = findVisitorError(error)
    if (told === undefined) throw error
    return { token: undefined, email: undefined, trouble: told.message }
  }
}

export const actions: Actions = {
  default: (event) =>
    answerForm(event, async (form) => {
      const token = textOf(form, 'token')
      const { next, cookies } = await signInByLink(getSite().accounts, visitOf(event), token)
      setCookies(event.cookies, cookies)
      redirect(303, next)
    }),
}
