import { judgeAsker, proposeCorrection, undoCorrection } from '@bzpeer/actions'
import { findMergedInto, readYourRecord, type YourRecord } from '@bzpeer/reads'
import { findEntityRef, formatId } from '@bzpeer/schema'
import { error, redirect } from '@sveltejs/kit'
import { answerForm, boundedTextOf } from '#lib/server/answer-form.ts'
import { getCaller, requireCaller } from '#lib/server/caller.ts'
import { claimContext } from '#lib/server/claim-context.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

const path = '/about/your-record'
const addressOf = (id: number): string => `${path}?about=${formatId({ kind: 'author', id })}`

export const load: PageServerLoad = async (event) => {
  const about = event.url.searchParams.get('about')
  const caller = await getCaller(event)
  const record = about === null ? undefined : await getRecord(getAuthorId(about), caller?.accountId)
  return { page: new Unsent({ record, isSignedIn: caller !== undefined }) }
}

function getAuthorId(text: string): number {
  const ref = findEntityRef(text)
  if (ref?.kind !== 'author') error(404, `There is no researcher’s record with the id “${text.slice(0, 60)}”.`)
  return ref.id
}

async function getRecord(authorId: number, accountId: string | undefined): Promise<YourRecord> {
  const { reads } = getSite()
  const asker = accountId && {
    accountId,
    verdict: await judgeAsker(reads, { accountId, authorId }, reads.now()),
  }
  const record = await readYourRecord(reads, authorId, asker || undefined)
  if (record !== undefined) return record
  const survivor = await findMergedInto(reads, { kind: 'author', id: authorId })
  if (survivor !== undefined) redirect(308, addressOf(survivor))
  return error(404, `There is no record ${formatId({ kind: 'author', id: authorId })} on this site.`)
}

export const actions: Actions = {
  hide: (event) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const authorId = getAuthorId(event.url.searchParams.get('about') ?? '')
      const statement = boundedTextOf(form, 'reason')
      const details = { kind: 'hide', authorId } as const
      const { isNew, isAccepted } = await proposeCorrection(claimContext(caller), {
        details,
        statement,
        evidenceUrl: null,
      })
      if (!isNew && !isAccepted) return { isWaiting: true }
      redirect(303, addressOf(authorId))
    }),
  show: (event) =>
    answerForm(event, async () => {
      const caller = await requireCaller(event)
      const authorId = getAuthorId(event.url.searchParams.get('about') ?? '')
      const { hidden } = await getRecord(authorId, caller.accountId)
      if (hidden !== undefined) {
        const reason = 'Whoever asked for it wants the record shown again.'
        await undoCorrection(claimContext(caller), { number: hidden.correction, reason })
      }
      redirect(303, addressOf(authorId))
    }),
}
