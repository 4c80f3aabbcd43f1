import {
  appealClaim,
  checkHomePage,
  confirmWorks,
  contestClaim,
  decideClaim,
  HomePageError,
  takeBackVouch,
  vouchFor,
  withdrawAppeal,
  withdrawClaim,
  withdrawObjection,
} from '@bzpeer/actions'
import type { Caller } from '@bzpeer/domain'
import { readClaimPage, readVouchRight } from '@bzpeer/reads'
import { findEntityRef } from '@bzpeer/schema'
import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { answerForm, boundedTextOf, textOf } from '#lib/server/answer-form.ts'
import { getCaller, requireCaller } from '#lib/server/caller.ts'
import { claimContext, findClaimId } from '#lib/server/claim-context.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const caller = await getCaller(event)
  const claim = await readClaimPage(getSite().reads, getClaimId(event.params.id), caller)
  if (claim === undefined) error(404, 'There is no such claim on this site.')
  const ref = findEntityRef(claim.author.id)
  const vouch =
    caller && ref && claim.status === 'accepted'
      ? await readVouchRight(getSite().reads, { authorId: ref.id, isOwned: true, caller })
      : undefined
  return { page: new Unsent({ claim, vouch, name: caller?.name }) }
}

function getClaimId(text: string): string {
  return findClaimId(text) ?? error(404, 'There is no such claim on this site.')
}

interface Asked {
  readonly caller: Caller
  readonly claimId: string
  readonly form: FormData
}

/** A form of somebody who is signed in: does it, and shows the claim anew, so that it is not sent twice. */
function doing(work: (asked: Asked, event: RequestEvent) => Promise<void>) {
  return (event: RequestEvent<{ id: string }>) =>
    answerForm(event, async (form) => {
      const caller = await requireCaller(event)
      const claimId = getClaimId(event.params.id)
      await work({ caller, claimId, form }, event)
      redirect(303, `/claims/${claimId}`)
    })
}

/** Where something can be seen; null where nothing was said. @throws {HomePageError} */
function addressIn(form: FormData, name: string): URL | null {
  const text = boundedTextOf(form, name)
  if (text === '') return null
  const url = URL.parse(text)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url === null || !isWeb || url.username !== '' || url.password !== '')
    throw new HomePageError('An address begins with https:// or http://, such as https://example.org/~me.')
  return url
}

function getAuthorId(form: FormData): number {
  const ref = findEntityRef(textOf(form, 'author'))
  return ref?.kind === 'author' ? ref.id : error(400, 'A vouch is for the record of an author.')
}

function getWorkIds(form: FormData): number[] {
  return form.getAll('work').map((value) => {
    const ref = typeof value === 'string' ? findEntityRef(value) : undefined
    return ref?.kind === 'work' ? ref.id : error(400, 'Only works can be confirmed.')
  })
}

const verdicts = { accept: 'accept', reject: 'reject', revoke: 'revoke', dismiss: 'dismiss' } as const

export const actions: Actions = {
  contest: doing(({ caller, claimId, form }) =>
    contestClaim(claimContext(caller), {
      claimId,
      reason: boundedTextOf(form, 'reason'),
      evidenceUrl: addressIn(form, 'address')?.href ?? null,
    }),
  ),
  'take-back': doing(({ caller, claimId }) => withdrawObjection(claimContext(caller), claimId)),
  withdraw: doing(({ caller, claimId }) => withdrawClaim(claimContext(caller), claimId)),
  appeal: doing(({ caller, claimId, form }) =>
    appealClaim(claimContext(caller), { claimId, reason: boundedTextOf(form, 'reason') }),
  ),
  'take-back-appeal': doing(({ caller, claimId }) => withdrawAppeal(claimContext(caller), claimId)),
  'home-page': doing(async ({ caller, claimId, form }, event) => {
    const address = addressIn(form, 'address')
    if (address === null) throw new HomePageError('Say where your home page is.')
    const claim = await readClaimPage(getSite().reads, claimId, caller)
    if (claim === undefined) error(404, 'There is no such claim on this site.')
    const recordUrl = new URL(claim.author.path, originOf(event.url))
    await checkHomePage(
      { ...claimContext(caller), fetchPage: getSite().claims.fetchPage },
      { claimId, address, recordUrl },
    )
  }),
  vouch: doing(async ({ caller, form }) => vouchFor(claimContext(caller), getAuthorId(form))),
  'take-back-vouch': doing(async ({ caller, form }) => takeBackVouch(claimContext(caller), getAuthorId(form))),
  'confirm-works': doing(async ({ caller, form }) =>
    confirmWorks(claimContext(caller), { authorId: getAuthorId(form), workIds: getWorkIds(form) }),
  ),
  decide: doing(({ caller, claimId, form }) => {
    const asked = boundedTextOf(form, 'verdict')
    const verdict = Object.hasOwn(verdicts, asked) ? verdicts[asked as keyof typeof verdicts] : undefined
    if (verdict === undefined) error(400, 'A decision accepts, rejects, revokes or dismisses.')
    return decideClaim(claimContext(caller), { claimId, verdict, reason: boundedTextOf(form, 'reason') })
  }),
}
