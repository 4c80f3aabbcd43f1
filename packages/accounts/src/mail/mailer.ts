import { AppError } from '@bzpeer/schema'
import { createTransport } from 'nodemailer'

/** Plain text, so that it reads the same everywhere and nothing in it can be disguised. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mailer {
  /** @throws {MailNotSentError} */
  send(mail: Mail): Promise<void>
}

export class MailNotSentError extends AppError {
  constructor(cause: unknown) {
    super('mail-not-sent', 'The mail could not be sent just now. Nothing was changed; try again in a few minutes.', {
      cause,
    })
  }
}

const patienceMs = 10_000

/** Hands mail to the server at this URL. */
export function createSmtpMailer({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Mailer {
  const transport = createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections: 2,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({ to: { address: to, name: '' }, subject, text })
      } catch (error) {
        throw new MailNotSentError(error)
      }
    },
  }
}
