import { type ClockContext, settleClaims } from '@bzpeer/actions'
import type { AccountContext } from '@bzpeer/accounts'
import type { Logger } from 'pino'

const everyMs = 60_000

interface MinuteParts {
  readonly clock: ClockContext
  readonly accounts: AccountContext
  /** Under which address the links in mail lead here. */
  readonly origin: string
  readonly log: Logger
}

/**
 * What happens by the clock, at the start and every minute from then on: the rules are applied to claims whose window
 * has ended, and people are told what became of theirs.
 */
export function startEveryMinute({ clock, accounts, origin, log }: MinuteParts): NodeJS.Timeout {
  let isBusy = false
  const run = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    try {
      const { sendNotices } = await import('@bzpeer/accounts')
      const settled = await settleClaims(clock, (error) => log.warn({ err: error }, 'a claim was not settled'))
      const told = await sendNotices(accounts, origin)
      if (settled + told > 0) log.info({ settled, told }, 'claims')
    } catch (error) {
      // The next minute tries again; nothing half done is left behind.
      log.warn({ err: error }, 'claims were not looked at')
    } finally {
      isBusy = false
    }
  }
  void run()
  return setInterval(() => void run(), everyMs)
}
