import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

/** A real mail server on this machine, which keeps what it is given. */
export interface MailServer {
  /** As `SMTP_URL` takes it. */
  readonly url: string
  /** Each mail as it came over the wire, the newest last. */
  readonly mails: readonly ReceivedMail[]
  /** The latest mail to this address, once it is there. */
  waitFor(to: string): Promise<ReceivedMail>
  stop(): Promise<void>
}

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body. */
  readonly raw: string
  /** The body as it reads. */
  readonly text: string
}

const patienceMs = 10_000

export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    // Who sends mail keeps the connection for the next one.
    closeTimeout: 100,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
          text: bodyOf(raw),
        })
        done()
      })
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    waitFor: (to) => waitFor(mails, to),
    async stop() {
      const closed = once(listening, 'close')
      server.close()
      await closed
    },
  }
}

async function waitFor(mails: readonly ReceivedMail[], to: string): Promise<ReceivedMail> {
  for (const end = performance.now() + patienceMs; performance.now() < end;) {
    const found = mails.findLast((mail) => mail.to.includes(to))
    if (found !== undefined) return found
    await setTimeout(20)
  }
  throw new Error(`No mail to ${to} has come.`)
}

/** Of a mail of one part, in quoted-printable or as it is. */
function bodyOf(raw: string): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
