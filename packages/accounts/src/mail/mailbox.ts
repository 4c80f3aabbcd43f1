import type { Mail, Mailer } from './mailer.ts'

export interface KeptMail extends Mail {
  readonly at: Date
}

const mostKept = 50

/** Where mail ends up while no server takes it: in memory, the newest first, until the process ends. */
export class Mailbox implements Mailer {
  #mails: readonly KeptMail[] = []

  async send(mail: Mail): Promise<void> {
    this.#mails = [{ ...mail, at: new Date() }, ...this.#mails].slice(0, mostKept)
  }

  list(): readonly KeptMail[] {
    return this.#mails
  }
}
