import { randomUUID } from 'node:crypto'
import type { Caller } from '@bzpeer/domain'
import {
  addEvidence,
  appendDecision,
  type ClaimRow,
  countActs,
  findClaim,
  holdAccount,
  holdMerges,
  lockClaims,
  revokeEvidence,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotAllowedError, NotFoundError } from '../action-context.ts'
import { settleRecord } from '../claims/settle-record.ts'
import { HomePageError, type HomePageFetcher } from './fetch-home-page.ts'
import { isSamePage, relMeLinks } from './rel-me-links.ts'
import { shortenWindow } from './sync-evidence.ts'

/** Pages that an account may have looked at in a day: this site shall not be used to call on others. */
const checksADay = 20
const dayMs = 86_400_000
/** A page is looked at again within a year, or says nothing any more. */
const validDays = 365

export interface HomePageCheck {
  readonly claimId: string
  /** The home page. */
  readonly address: URL
  /** The page of the record on this site, which the home page has to name with rel="me". */
  readonly recordUrl: URL
}

/**
 * Looks whether a home page names the record with `rel="me"`; the record's page names the home page from then on, so
 * that the link goes both ways.
 * @throws {HomePageError} with what is wrong with the page.
 * @throws {NotFoundError | NotAllowedError}
 */
export async function checkHomePage(
  context: ActionContext & { readonly fetchPage: HomePageFetcher },
  { claimId, address, recordUrl }: HomePageCheck,
): Promise<void> {
  await noteCheck(context, claimId)
  // Outside of any transaction: strangers' pages take their time.
  const { html, url } = await context.fetchPage(address)
  if (!relMeLinks(html, url).some((link) => isSamePage(link, recordUrl)))
    throw new HomePageError(
      `The page has no link with rel="me" to ${recordUrl.href}. Add one, and have it checked again.`,
    )
  await keepHomePage(context, claimId, url)
}

/** In the log, before anything is fetched, so that it is counted however it ends. */
async function noteCheck(context: ActionContext, claimId: string): Promise<void> {
  const { caller, store, now } = context
  await store.transaction(async (tx) => {
    await holdAccount(tx.db, caller.accountId)
    const at = now()
    const { author_id } = await getOwnClaim(tx, caller, claimId)
    const asked = { accountId: caller.accountId, act: 'home-page.checked', since: new Date(at.getTime() - dayMs) }
    if ((await countActs(tx.db, asked)) >= checksADay)
      throw new NotAllowedError(`${checksADay} pages can be checked in a day. Go on tomorrow.`)
    await appendDecision(tx, {
      id: randomUUID(),
      at,
      act: asked.act,
      author_id,
      subject: `claim:${claimId}`,
      account_id: caller.accountId,
      reason: '',
    })
  })
}

async function keepHomePage(
  { store, caller, claimPolicy: policy, now }: ActionContext,
  claimId: string,
  url: URL,
): Promise<void> {
  await store.transaction(async (tx) => {
    const at = now()
    await holdMerges(tx)
    await lockClaims(tx, (await getOwnClaim(tx, caller, claimId)).author_id)
    // Read again: it may have been decided while this waited.
    const claim = await getOwnClaim(tx, caller, claimId)
    await revokeEvidence(tx, { claimId, kind: 'control.rel-me' }, at)
    await addEvidence(tx, {
      authorId: claim.author_id,
      claimId,
      accountId: caller.accountId,
      kind: 'control.rel-me',
      issuer: url.host,
      source: url.href,
      observedAt: at,
      expiresAt: new Date(at.getTime() + validDays * dayMs),
      detail: { both_ways: true },
    })
    await shortenWindow(tx, claim, { at, policy })
    await settleRecord(tx, claim.author_id, { at, policy, cause: 'evidence.added' })
  })
}

async function getOwnClaim({ db }: StoreTransaction, { accountId }: Caller, claimId: string): Promise<ClaimRow> {
  const claim = await findClaim(db, claimId)
  if (claim === undefined) throw new NotFoundError('This claim')
  assertAllowed(claim.account_id === accountId || 'Only the claimant can add evidence to a claim.')
  assertAllowed(claim.ended_at === null || 'This claim has ended: nothing can be added to it.')
  return claim
}
