import { proposeCorrection } from '@bzpeer/actions'
import { assertShown, type CorrectionForm, findMergedInto, readCorrectionForm } from '@bzpeer/reads'
import { findEntityRef, formatId } from '@bzpeer/schema'
import { error, redirect } from '@sveltejs/kit'
import { answerForm } from '#lib/server/answer-form.ts'
import { getCaller, requireCaller } from '#lib/server/caller.ts'
import { claimContext } from '#lib/server/claim-context.ts'
import { detailsIn, evidenceIn, findCorrectionKind, statementIn } from '#lib/server/correction-form.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url
  const form = await getForm(event.url)
  const kind = findCorrectionKind(searchParams.get('kind'))
  if (kind === 'hide') redirect(303, `/about/your-record?about=${form.author.id}`)
  const caller = await getCaller(event)
  const given = { other: idIn(searchParams.get('other')), work: idIn(searchParams.get('work')) }
  return { page: new Unsent({ form, kind, given, name: caller?.name }) }
}

/** What can be filled in beforehand: an id, and nothing else that stands in an address. */
function idIn(text: string | null): string {
  return text !== null && /^[AIW]\d{1,16}$/.test(text) ? text : ''
}

function getAuthorId(url: URL): number {
  const text = url.searchParams.get('about') ?? ''
  const ref = findEntityRef(text)
  if (ref?.kind !== 'author') error(404, `There is no researcher’s record with the id “${text.slice(0, 60)}”.`)
  return ref.id
}

async function getForm(url: URL): Promise<CorrectionForm> {
  const ref = { kind: 'author', id: getAuthorId(url) } as const
  const { reads } = getSite()
  const form = await readCorrectionForm(reads, ref.id)
  if (form !== undefined) return form
  await assertShown(reads, ref)
  const survivor = await findMergedInto(reads, ref)
  if (survivor === undefined) error(404, `There is no record ${formatId(ref)} on this site.`)
  const asked = new URLSearchParams(url.searchParams)
  asked.set('about', formatId({ kind: 'author', id: survivor }))
  return redirect(308, `${url.pathname}?${asked}`)
}

export const actions: Actions = {
  propose: (event) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const authorId = getAuthorId(event.url)
      const kind = findCorrectionKind(event.url.searchParams.get('kind'))
      if (kind === undefined || kind === 'hide') error(400, 'Choose what is to be corrected.')
      const { number } = await proposeCorrection(claimContext(caller), {
        details: detailsIn(form, kind, authorId),
        statement: statementIn(form),
        evidenceUrl: evidenceIn(form),
      })
      redirect(303, `/corrections/${number}`)
    }),
}
