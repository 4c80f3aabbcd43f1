import { dropNotice, listNotices, type NoticeRow, postponeNotice } from '@bzpeer/store'
import type { AccountContext } from '../account-context.ts'
import { writeClaimMail } from './claim-mail.ts'

const noticesAtOnce = 20

/**
 * Mails those whose case a claim is what has become of it, each by themselves. A mail may come twice where the process
 * ends between two of them; none is lost but where the mail server refuses it for four hours.
 * @returns how many were told.
 */
export async function sendNotices(context: AccountContext, origin: string): Promise<number> {
  let told = 0
  const { store, now, report } = context
  for (const notice of await listNotices(store.db, now(), noticesAtOnce)) {
    try {
      await tell(context, notice, origin)
      await dropNotice(store.db, notice)
      told++
    } catch (error) {
      report(error)
      await postponeNotice(store.db, notice, now())
    }
  }
  return told
}

async function tell({ mailer }: AccountContext, notice: NoticeRow, origin: string): Promise<void> {
  const { act, author_name: authorName, claim_id: claimId, email: to } = notice
  if (to === null) return
  const url = `${origin}/claims/${claimId}`
  const mail = writeClaimMail({ to, act, authorName, url, host: new URL(origin).host })
  if (mail !== undefined) await mailer.send(mail)
}
