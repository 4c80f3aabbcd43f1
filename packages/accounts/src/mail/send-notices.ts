import { dropNotice, listNotices, type NoticeRow, postponeNotice } from '@bzpeer/store'
import type { AccountContext } from '../account-context.ts'
import type { Mail } from './mailer.ts'
import { writeClaimMail, writeCorrectionMail } from './notice-mail.ts'

const noticesAtOnce = 20

/**
 * Mails those whose case a claim or a correction is what has become of it, each by themselves. A mail may come twice where
 * the process ends between two of them; none is lost but where the mail server refuses it for four hours.
 * @returns how many were told.
 */
export async function sendNotices(context: AccountContext, origin: string): Promise<number> {
  let told = 0
  const { store, mailer, now, report } = context
  for (const notice of await listNotices(store.db, now(), noticesAtOnce)) {
    try {
      const mail = writeNotice(notice, origin)
      if (mail !== undefined) await mailer.send(mail)
      await dropNotice(store.db, notice)
      told++
    } catch (error) {
      report(error)
      await postponeNotice(store.db, notice, now())
    }
  }
  return told
}

/** Undefined where nobody is there to be told. */
function writeNotice(notice: NoticeRow, origin: string): Mail | undefined {
  const { act, subject, names, reason, correction_kind: kind, email: to } = notice
  if (to === null) return undefined
  const { host } = new URL(origin)
  const id = subject.slice(subject.indexOf(':') + 1)
  return kind === null
    ? writeClaimMail({ to, act, names, host, url: `${origin}/claims/${id}` })
    : writeCorrectionMail({
        to,
        act,
        names,
        host,
        url: `${origin}/corrections/${id}`,
        kind,
        number: Number(id),
        reason,
      })
}
