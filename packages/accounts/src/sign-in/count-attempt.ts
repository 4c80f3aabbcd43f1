import { isIPv6 } from 'node:net'
import type { Email } from '@bzpeer/schema'
import type { AccountContext, Visit } from '../account-context.ts'
import type { Allowance } from './attempt-limiter.ts'

const minute = 60_000

/** Enough for somebody who mistypes, and for a lecture hall behind one address. */
const allowances = {
  /** Mails to one address. */
  email: { attempts: 5, windowMs: 15 * minute },
  /** Mails that one client asks for. */
  link: { attempts: 40, windowMs: 15 * minute },
  /** Links opened or used. */
  use: { attempts: 60, windowMs: 15 * minute },
  /** Requests of passkeys and of those who come back from another site. */
  elsewhere: { attempts: 120, windowMs: 15 * minute },
} as const satisfies Record<string, Allowance>

/** Mails that leave the site, whoever asks for them and for whom. */
const allMails: Allowance = { attempts: 600, windowMs: 15 * minute }

/** @throws {TooManyAttemptsError} */
export function countAttempt(
  { limiter }: AccountContext,
  { client }: Visit,
  what: 'link' | 'use' | 'elsewhere' | { readonly email: Email },
): void {
  if (typeof what === 'string') {
    limiter.take(`${what} ${networkOf(client)}`, allowances[what])
    return
  }
  limiter.take(`email ${what.email}`, allowances.email)
  limiter.take('all mails', allMails)
}

/** Whether the client has asked for so many links that one more would be refused, and for how long. Counts nothing. */
export function linkWaitSeconds({ limiter }: AccountContext, { client }: Pick<Visit, 'client'>): number {
  return limiter.waitSeconds(`link ${networkOf(client)}`, allowances.link)
}

/** Of IPv6 the part that a network hands to one household: each device in it has billions of addresses. */
function networkOf(client: string): string {
  if (!isIPv6(client) || client.startsWith('::ffff:')) return client
  const [head = '', tail = ''] = client.split('::')
  const groups = head.split(':').filter((each) => each !== '')
  const missing = client.includes('::') ? 8 - groups.length - tail.split(':').filter((each) => each !== '').length : 0
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')].slice(0, 4).join(':')
}
