import type { Mail } from './mailer.ts'

/** What the mails say. Nothing that a person typed stands in them, so that nobody can have us send their words. */
export interface LinkMail {
  readonly to: string
  readonly url: string
  readonly host: string
  readonly minutes: number
}

export function writeSignInMail({ to, url, host, minutes }: LinkMail): Mail {
  return {
    to,
    subject: `Sign in to ${host}`,
    text: `Somebody, hopefully you, asked to sign in to ${host} with this address.

Open this link to sign in. It works once, within ${minutes} minutes:

${url}

Where this address has no account yet, the link opens one.
If it was not you, do nothing: without the link nobody gets in.
`,
  }
}

export function writeConfirmMail({ to, url, host, minutes }: LinkMail): Mail {
  return {
    to,
    subject: `Confirm this address for ${host}`,
    text: `Somebody who is signed in to ${host} says that this address is theirs.

If that is you, open this link in the browser where you are signed in. It works once, within ${minutes} minutes:

${url}

If it was not you, do nothing: nobody else can confirm it.
`,
  }
}

export function writeRemovedMail({ to, host }: Pick<LinkMail, 'to' | 'host'>): Mail {
  return {
    to,
    subject: `This address was removed from an account at ${host}`,
    text: `This address no longer belongs to an account at ${host}, and no longer signs in to it.

If that was not you, sign in at ${host} with another address or a passkey of the account, look at its sessions, and end those you do not know.
`,
  }
}

export function writeRevivedMail({ to, host }: Pick<LinkMail, 'to' | 'host'>): Mail {
  return {
    to,
    subject: `An address that had lapsed signed in to your account at ${host}`,
    text: `Another address of your account at ${host}, which nobody had signed in with for two years, signed in to it just now.

If that was you, there is nothing to do. If that address is not yours any more, sign in at ${host} with this one, remove the other in the settings, and end the sessions you do not know.
`,
  }
}
