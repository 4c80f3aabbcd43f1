import { type CorrectionVerdict, decideCorrection, undoCorrection, withdrawCorrection } from '@bzpeer/actions'
import type { Caller } from '@bzpeer/domain'
import { readCorrectionPage } from '@bzpeer/reads'
import { findEntityRef } from '@bzpeer/schema'
import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { answerForm, boundedTextOf, textOf } from '#lib/server/answer-form.ts'
import { getCaller, requireCaller } from '#lib/server/caller.ts'
import { claimContext } from '#lib/server/claim-context.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const caller = await getCaller(event)
  const correction = await readCorrectionPage(getSite().reads, getNumber(event.params.number), caller)
  if (correction === undefined) error(404, `There is no correction #${event.params.number.slice(0, 12)} on this site.`)
  return { page: new Unsent({ correction }) }
}

function getNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) error(404, 'There is no such correction on this site.')
  return Number(text)
}

interface Asked {
  readonly caller: Caller
  readonly number: number
  readonly form: FormData
}

/** A form of somebody who is signed in: does it, and shows the correction anew, so that it is not sent twice. */
function doing(work: (asked: Asked) => Promise<void>) {
  return (event: RequestEvent<{ number: string }>) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const number = getNumber(event.params.number)
      await work({ caller, number, form })
      redirect(303, `/corrections/${number}`)
    })
}

function verdictIn(form: FormData): CorrectionVerdict['verdict'] {
  const verdict = textOf(form, 'verdict')
  if (verdict !== 'accept' && verdict !== 'refuse') error(400, 'A decision accepts or refuses.')
  return verdict
}

/** Which record stays, and where on the byline the author stands: what a curator chooses beside the verdict. */
function choiceIn(form: FormData): Pick<CorrectionVerdict, 'staysId' | 'position'> {
  const stays = findEntityRef(textOf(form, 'stays'))
  const position = /^[1-9]\d{0,5}$/.exec(textOf(form, 'position'))?.[0]
  return {
    ...(stays?.kind === 'author' ? { staysId: stays.id } : {}),
    ...(position === undefined ? {} : { position: Number(position) }),
  }
}

export const actions: Actions = {
  decide: doing(({ caller, number, form }) =>
    decideCorrection(claimContext(caller), {
      number,
      verdict: verdictIn(form),
      reason: boundedTextOf(form, 'reason'),
      ...choiceIn(form),
    }),
  ),
  withdraw: doing(({ caller, number }) => withdrawCorrection(claimContext(caller), number)),
  undo: doing(({ caller, number, form }) =>
    undoCorrection(claimContext(caller), { number, reason: boundedTextOf(form, 'reason') }),
  ),
}
