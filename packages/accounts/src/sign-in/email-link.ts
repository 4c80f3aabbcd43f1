import { randomBytes } from 'node:crypto'
import { AppError, type Email, parseEmail } from '@bzpeer/schema'
import {
  type ConfirmedEmail,
  confirmEmail,
  type EmailOutcome,
  EmailTakenError,
  findAccount,
  holdAccount,
  holdAccountByEmail,
  openAccount,
  type StoreTransaction,
} from '@bzpeer/store'
import { z } from 'zod'
import type { AccountContext, SignedIn, Visit } from '../account-context.ts'
import { assertFresh, findSignedIn } from '../find-signed-in.ts'
import { type LinkMail, writeConfirmMail, writeRevivedMail, writeSignInMail } from '../mail/mails.ts'
import { cookiesIn } from './cookies-in.ts'
import { countAttempt } from './count-attempt.ts'
import { ownPath } from './own-path.ts'
import { settleSignIn } from './settle-sign-in.ts'

/**
 * A link by mail: to sign in, or to confirm an address. The mail has a random token, the database its hash with what it
 * is for, and the first use removes it. Opening the link shows a button; only pressing that uses it, so that a mail
 * scanner that opens links uses none up, and nobody is signed in by an address alone.
 */
const linkMinutes = 15

const linkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign-in'), email: z.string(), next: z.string() }),
  z.object({ kind: z.literal('confirm'), email: z.string(), accountId: z.uuid() }),
])

export type EmailLink = z.infer<typeof linkSchema>

export class LinkSpentError extends AppError {
  constructor() {
    super(
      'link-spent',
      `This link does not work: it was used already, is older than ${linkMinutes} minutes, or is incomplete. Ask for a new one.`,
    )
  }
}

export class OtherAccountError extends AppError {
  constructor() {
    super(
      'other-account',
      'This link confirms an address for another account than the one that is signed in here. Open it in the browser where you asked for it.',
    )
  }
}

/**
 * Mails a link to sign in. The answer, and the mail, are the same whether or not the address has an account.
 * @throws {MalformedEmailError | TooManyAttemptsError | MailNotSentError}
 */
export async function requestSignInLink(
  context: AccountContext,
  visit: Visit,
  { email: text, next }: { readonly email: string; readonly next: string | null },
): Promise<void> {
  countAttempt(context, visit, 'link')
  const email = parseEmail(text)
  countAttempt(context, visit, { email })
  const token = await keepLink(context, visit, { kind: 'sign-in', email, next: ownPath(next) })
  await context.mailer.send(writeSignInMail(mailFor(visit, email, `/login/link?token=${token}`)))
}

/**
 * Mails a link to confirm an address for the account. Whether the address has an account is told to who reads its mail.
 * @throws {SignInAgainError | MalformedEmailError | TooManyAttemptsError | MailNotSentError}
 */
export async function requestConfirmLink(
  context: AccountContext,
  visit: Visit,
  signedIn: SignedIn,
  text: string,
): Promise<void> {
  assertFresh(signedIn, context.now())
  countAttempt(context, visit, 'link')
  const email = parseEmail(text)
  countAttempt(context, visit, { email })
  const token = await keepLink(context, visit, { kind: 'confirm', email, accountId: signedIn.accountId })
  await context.mailer.send(writeConfirmMail(mailFor(visit, email, `/settings/email?token=${token}`)))
}

function mailFor({ origin }: Visit, to: Email, path: string): LinkMail {
  return { to, url: origin + path, host: new URL(origin).host, minutes: linkMinutes }
}

/** With a prefix that no request can leave out, the library's own hash of it cannot be presented in its place. */
function identifierOf(token: string): string {
  return `email-link:${token}`
}

async function keepLink(context: AccountContext, { origin }: Visit, link: EmailLink): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const { internalAdapter } = await context.authAt(origin).$context
  await internalAdapter.createVerificationValue({
    identifier: identifierOf(token),
    value: JSON.stringify(link),
    expiresAt: new Date(context.now().getTime() + linkMinutes * 60_000),
  })
  return token
}

const tokenPattern = /^[\w-]{43}$/

/** What a link is for, without using it. @throws {LinkSpentError | TooManyAttemptsError} */
export async function readLink(context: AccountContext, visit: Visit, token: string): Promise<EmailLink> {
  countAttempt(context, visit, 'use')
  if (!tokenPattern.test(token)) throw new LinkSpentError()
  const { internalAdapter } = await context.authAt(visit.origin).$context
  const found = await internalAdapter.findVerificationValue(identifierOf(token))
  if (found === null || found.expiresAt <= context.now()) throw new LinkSpentError()
  return linkSchema.parse(JSON.parse(found.value))
}

/** Of all who use it at once, one does. */
async function takeLink(context: AccountContext, visit: Visit, token: string): Promise<EmailLink> {
  countAttempt(context, visit, 'use')
  if (!tokenPattern.test(token)) throw new LinkSpentError()
  const { internalAdapter } = await context.authAt(visit.origin).$context
  const taken = await internalAdapter.consumeVerificationValue(identifierOf(token))
  if (taken === null || taken.expiresAt <= context.now()) throw new LinkSpentError()
  return linkSchema.parse(JSON.parse(taken.value))
}

/** @returns where to go, and the cookies of a new session. @throws {LinkSpentError | TooManyAttemptsError} */
export async function signInByLink(
  context: AccountContext,
  visit: Visit,
  token: string,
): Promise<{ readonly next: string; readonly cookies: readonly string[] }> {
  const link = await takeLink(context, visit, token)
  if (link.kind !== 'sign-in') throw new LinkSpentError()
  const former = await findSignedIn(context, visit)
  const email = parseEmail(link.email)
  const { accountId, outcome } = await accountOf(context, email)
  const answer = await context
    .authAt(visit.origin)
    .api.openSession({ body: { accountId }, headers: visit.headers, returnHeaders: true })
  await settleSignIn(context, { accountId, formerSessionId: former?.sessionId })
  if (outcome === 'revived') await tellOthers(context, visit, { accountId, email })
  return { next: ownPath(link.next), cookies: cookiesIn(answer.headers) }
}

/** The account of the address, opened now where there is none. Of two first sign-ins at once, one opens it. */
async function accountOf(context: AccountContext, email: Email): Promise<SignedInByEmail> {
  try {
    return await findOrOpen(context, email)
  } catch (error) {
    if (!(error instanceof EmailTakenError)) throw error
    return findOrOpen(context, email)
  }
}

interface SignedInByEmail {
  readonly accountId: string
  readonly outcome: EmailOutcome
}

async function findOrOpen(context: AccountContext, email: Email): Promise<SignedInByEmail> {
  const at = context.now()
  return context.store.transaction(async (tx) => {
    const accountId = (await holdAccountByEmail(tx.db, email)) ?? (await openAccount(tx.db, { name: '', at }))
    return { accountId, outcome: await confirm(context, tx, { accountId, email, at }) }
  })
}

async function confirm(context: AccountContext, tx: StoreTransaction, address: ConfirmedEmail): Promise<EmailOutcome> {
  const outcome = await confirmEmail(tx.db, address)
  if (outcome !== 'unchanged')
    await context.onChange({ kind: outcome === 'added' ? 'email-confirmed' : 'email-renewed', ...address }, tx)
  return outcome
}

/** A mailbox that was not used for long may be somebody else's by now: whoever reads the others of the account hears of it. */
async function tellOthers(
  { store, mailer, now, report }: AccountContext,
  { origin }: Visit,
  { accountId, email }: { readonly accountId: string; readonly email: Email },
): Promise<void> {
  const account = await findAccount(store.db, accountId, now())
  const others = account?.emails.filter((each) => each !== email) ?? []
  const { host } = new URL(origin)
  // It has signed in, whether or not they can be told.
  for (const to of others) await mailer.send(writeRevivedMail({ to, host })).catch(report)
}

/**
 * Makes the address one of the account's that asked for it, which must be signed in here.
 * @throws {LinkSpentError | OtherAccountError | EmailTakenError | TooManyEmailsError | TooManyAttemptsError}
 */
export async function confirmByLink(
  context: AccountContext,
  visit: Visit,
  { accountId }: SignedIn,
  token: string,
): Promise<string> {
  const seen = await readLink(context, visit, token)
  if (seen.kind !== 'confirm') throw new LinkSpentError()
  if (seen.accountId !== accountId) throw new OtherAccountError()
  const { email } = await takeLink(context, visit, token)
  const at = context.now()
  await context.store.transaction(async (tx) => {
    await holdAccount(tx.db, accountId)
    await confirm(context, tx, { accountId, email, at })
  })
  return email
}
