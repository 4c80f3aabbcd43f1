import { endSession, holdAccount, noteSignInFacts, removeLapsed, takeUnannounced } from '@bzpeer/store'
import type { AccountContext } from '../account-context.ts'
import type { Stated } from './stated.ts'

interface Settled {
  readonly accountId: string
  readonly stated?: Stated | undefined
  /** The session that this browser had before; a new sign-in ends it. */
  readonly formerSessionId?: string | undefined
}

/** What every sign-in ends with: facts noted, linked sign-ins told that nobody was told of yet, and what has run out removed. */
export async function settleSignIn(
  context: AccountContext,
  { accountId, stated, formerSessionId }: Settled,
): Promise<void> {
  const at = context.now()
  await context.store.transaction(async (tx) => {
    await holdAccount(tx.db, accountId)
    const isNews = stated !== undefined && (await noteSignInFacts(tx.db, accountId, { ...stated, at }))
    const linked = await takeUnannounced(tx.db, accountId, at)
    for (const { provider_id: provider, subject } of linked)
      await context.onChange({ kind: 'sign-in-linked', accountId, provider, subject, at }, tx)
    // One telling brings all that the account can show up to date.
    if (isNews && linked.length === 0)
      await context.onChange(
        { kind: 'sign-in-stated', accountId, provider: stated.providerId, subject: stated.subject, at },
        tx,
      )
    if (formerSessionId !== undefined) await endSession(tx.db, formerSessionId)
    await removeLapsed(tx.db, at)
  })
}
