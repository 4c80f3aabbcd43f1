import { confirmByLink, readLink } from '@bzpeer/accounts'
import { redirect } from '@sveltejs/kit'
import { answerForm, textOf } from '#lib/server/answer-form.ts'
import { requireCaller, visitOf } from '#lib/server/caller.ts'
import { findVisitorError } from '#lib/server/error-status.ts'
import { getSite } from '#lib/server/site.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const caller = await requireCaller(event)
  const token = event.url.searchParams.get('token') ?? ''
  try {
    const link = await readLink(getSite().accounts, visitOf(event), token)
    const isMine = link.kind === 'confirm' && link.accountId === caller.accountId
    return { token, email: isMine ? link.email : undefined, trouble: undefined }
  } catch (error) {
    const told = findVisitorError(error)
    if (told === undefined) throw error
    return { token: undefined, email: undefined, trouble: told.message }
  }
}

export const actions: Actions = {
  default: (event) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const token = textOf(form, 'token')
      await confirmByLink(getSite().accounts, visitOf(event), caller, token)
      redirect(303, '/settings?done=email-confirmed')
    }),
}
