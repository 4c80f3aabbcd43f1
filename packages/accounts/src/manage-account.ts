import { AppError } from '@bzpeer/schema'
import {
  assertWayIn,
  choosePrimaryEmail,
  deleteAccount as deleteRows,
  endOtherSessions,
  endSession as endOne,
  findAccount,
  holdAccount,
  listAccountEmails,
  listPasskeys,
  listSessions,
  listSignInFacts,
  listSignIns,
  removeEmail as removeOne,
  removePasskey as removeKey,
  renameAccount as rename,
  renamePasskey as renameKey,
  type StoreTransaction,
  unlinkSignIn as unlink,
} from '@bzpeer/store'
import type { AccountContext, SignedIn, Visit } from './account-context.ts'
import { assertFresh } from './find-signed-in.ts'
import { writeRemovedMail } from './mail/mails.ts'
import { cookiesIn } from './sign-in/cookies-in.ts'

const longestName = 100
const longestLabel = 60

export class TextTooLongError extends AppError {
  constructor(what: string, most: number) {
    super('text-too-long', `${what} may have ${most} characters. Shorten it.`)
  }
}

/** One line of text, as somebody typed it. @throws {TextTooLongError} */
function parseLine(text: string, what: string, most: number): string {
  const line = text
    .slice(0, 4 * most)
    .toWellFormed()
    .normalize('NFC')
    // Nothing that hides text or turns its direction: a name is shown beside others.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length > most) throw new TextTooLongError(what, most)
  return line
}

/** All that the page of settings shows. */
export async function readSettings({ store, now }: AccountContext, { accountId, sessionId }: SignedIn) {
  const { reading } = store
  const [emails, passkeys, signIns, sessions] = await Promise.all([
    listAccountEmails(reading, accountId),
    listPasskeys(reading, accountId),
    listSignIns(reading, accountId),
    listSessions(reading, accountId, now()),
  ])
  return {
    emails,
    passkeys,
    signIns,
    sessions: sessions.map((session) => ({ ...session, isThis: session.id === sessionId })),
  }
}

type Work = (tx: StoreTransaction, at: Date) => Promise<void>

/** One change at a time to an account. */
async function change({ store, now }: AccountContext, { accountId }: SignedIn, work: Work): Promise<void> {
  await store.transaction(async (tx) => {
    await holdAccount(tx.db, accountId)
    await work(tx, now())
  })
}

/** What somebody calls themselves, as they typed it. @throws {TextTooLongError} */
export function parseAccountName(text: string): string {
  return parseLine(text, 'A name', longestName)
}

export async function renameAccount(context: AccountContext, signedIn: SignedIn, text: string): Promise<void> {
  const name = parseAccountName(text)
  await change(context, signedIn, ({ db }, at) => rename(db, signedIn.accountId, name, at))
}

/** @throws {SignInAgainError | NothingThereError | LastWayInError} */
export async function removeEmail(
  context: AccountContext,
  { origin }: Visit,
  signedIn: SignedIn,
  emailId: string,
): Promise<void> {
  assertFresh(signedIn, context.now())
  const { accountId } = signedIn
  let removed = ''
  await change(context, signedIn, async (tx, at) => {
    const email = await removeOne(tx.db, accountId, emailId, at)
    await assertWayIn(tx.db, accountId)
    await context.onChange({ kind: 'email-removed', accountId, email, at }, tx)
    removed = email
  })
  // It is removed, whether or not its owner can be told.
  await context.mailer.send(writeRemovedMail({ to: removed, host: new URL(origin).host })).catch(context.report)
}

/** @throws {NothingThereError} */
export async function makePrimary(context: AccountContext, signedIn: SignedIn, emailId: string): Promise<void> {
  await change(context, signedIn, ({ db }) => choosePrimaryEmail(db, signedIn.accountId, emailId))
}

/** @throws {NothingThereError | TextTooLongError} */
export async function renamePasskey(
  context: AccountContext,
  signedIn: SignedIn,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  const label = parseLine(name, 'The name of a passkey', longestLabel)
  await change(context, signedIn, ({ db }) => renameKey(db, signedIn.accountId, id, label))
}

/** @throws {SignInAgainError | NothingThereError | LastWayInError} */
export async function removePasskey(context: AccountContext, signedIn: SignedIn, id: string): Promise<void> {
  assertFresh(signedIn, context.now())
  await change(context, signedIn, async ({ db }) => {
    await removeKey(db, signedIn.accountId, id)
    await assertWayIn(db, signedIn.accountId)
  })
}

/** @throws {SignInAgainError | NothingThereError | LastWayInError} */
export async function unlinkSignIn(context: AccountContext, signedIn: SignedIn, id: string): Promise<void> {
  assertFresh(signedIn, context.now())
  const { accountId } = signedIn
  await change(context, signedIn, async (tx, at) => {
    const { provider_id: provider, subject } = await unlink(tx.db, accountId, id, at)
    await assertWayIn(tx.db, accountId)
    await context.onChange({ kind: 'sign-in-unlinked', accountId, provider, subject, at }, tx)
  })
}

/** @throws {NothingThereError} */
export async function endSession(context: AccountContext, signedIn: SignedIn, id: string): Promise<void> {
  await change(context, signedIn, ({ db }) => endOne(db, id, signedIn.accountId))
}

export async function endSessionsElsewhere(context: AccountContext, signedIn: SignedIn): Promise<void> {
  await change(context, signedIn, async ({ db }) => {
    await endOtherSessions(db, signedIn.accountId, signedIn.sessionId)
  })
}

/** @returns the cookies that take the session from the browser. */
export async function signOut(context: AccountContext, { origin, headers }: Visit): Promise<string[]> {
  const answer = await context.authAt(origin).api.signOut({ headers, returnHeaders: true })
  return cookiesIn(answer.headers)
}

/** Everything the site holds about the person, former addresses and what providers stated too. */
export async function exportAccount(context: AccountContext, signedIn: SignedIn): Promise<Record<string, unknown>> {
  const { store, now } = context
  const { accountId } = signedIn
  const account = await findAccount(store.reading, accountId, now())
  const [facts, settings] = await Promise.all([
    listSignInFacts(store.reading, accountId),
    readSettings(context, signedIn),
  ])
  const own = {
    exported_at: now(),
    account: { id: accountId, name: account?.name, role: account?.role, created_at: account?.created_at },
    emails: settings.emails,
    passkeys: settings.passkeys,
    linked_sign_ins: settings.signIns,
    stated_by_providers: facts,
    sessions: settings.sessions.map(({ isThis, ...session }) => ({ ...session, is_this_one: isThis })),
  }
  const others = await Promise.all(context.exporters.map((collect) => collect(accountId, store)))
  return Object.assign({}, ...others, own) as Record<string, unknown>
}

export class NotConfirmedError extends AppError {
  constructor() {
    super('not-confirmed', 'Nothing was deleted. Tick the box that says you want it, and try again.')
  }
}

/** The person goes; what the public record says of their works stays. @throws {SignInAgainError | NotConfirmedError} */
export async function deleteAccount(
  context: AccountContext,
  visit: Visit,
  signedIn: SignedIn,
  isConfirmed: boolean,
): Promise<string[]> {
  assertFresh(signedIn, context.now())
  if (!isConfirmed) throw new NotConfirmedError()
  const { accountId } = signedIn
  await change(context, signedIn, async (tx, at) => {
    // Before its rows go: whoever acts on it may want to read them.
    await context.onChange({ kind: 'account-deleted', accountId, at }, tx)
    await deleteRows(tx.db, accountId)
  })
  return signOut(context, visit)
}
