import { dropNotice, listNotices, type NoticeRow, postponeNotice } from '@bzpeer/store'
import type { AccountContext } from '../account-context.ts'
import { writeClaimMail } from './claim-mail.ts'

const noticesAtOnce = 20

/**
 * Mails those whose case a claim is what has become of it. A mail may come twice where the process ends between two of
 * them; none is lost but where the mail server refuses it five times.
 * @returns how many were told.
 */
export async function sendNotices(context: AccountContext, origin: string): Promise<number> {
  let told = 0
  for (const notice of await listNotices(context.store.db, noticesAtOnce)) {
    try {
      await tell(context, notice, origin)
      await dropNotice(context.store.db, notice.decision_id)
      told++
    } catch (error) {
      context.report(error)
      await postponeNotice(context.store.db, notice.decision_id, context.now())
    }
  }
  return told
}

async function tell({ mailer }: AccountContext, notice: NoticeRow, origin: string): Promise<void> {
  const { act, author_name: authorName, claim_id: claimId, emails } = notice
  for (const to of emails) {
    const url = `${origin}/claims/${claimId}`
    const mail = writeClaimMail({ to, act, authorName, url, host: new URL(origin).host })
    if (mail !== undefined) await mailer.send(mail)
  }
}
