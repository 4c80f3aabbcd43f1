import { setTimeout } from 'node:timers/promises'
import { type ClockContext, settleClaims } from '@bzpeer/actions'
import type { AccountContext } from '@bzpeer/accounts'
import type { Logger } from 'pino'

const everyMs = 60_000
const waitsAtMostMs = 1_500

interface MinuteParts {
  readonly clock: ClockContext
  readonly accounts: AccountContext
  /** Under which address the links in mail lead here. */
  readonly origin: string
  readonly log: Logger
}

export interface EveryMinute {
  /** Nothing begins any more; waits for what is under way, though not for long. */
  stop(): Promise<void>
}

/**
 * What happens by the clock, at the start and every minute from then on: the rules are applied to claims whose window
 * has ended, and people are told what became of theirs.
 */
export function startEveryMinute({ clock, accounts, origin, log }: MinuteParts): EveryMinute {
  let isStopped = false
  let underWay: Promise<void> | undefined
  const run = async (): Promise<void> => {
    try {
      const { sendNotices } = await import('@bzpeer/accounts')
      const settled = await settleClaims(clock, (error) => log.warn({ err: error }, 'a claim was not settled'))
      const told = await sendNotices(accounts, origin)
      if (settled + told > 0) log.info({ settled, told }, 'claims')
    } catch (error) {
      // The next minute, or the next start, tries again; nothing half done is left behind.
      if (!isStopped) log.warn({ err: error }, 'claims were not looked at')
    } finally {
      underWay = undefined
    }
  }
  const begin = (): void => {
    underWay ??= run()
  }
  begin()
  const minutes = setInterval(begin, everyMs)
  return {
    async stop() {
      isStopped = true
      clearInterval(minutes)
      await Promise.race([underWay, setTimeout(waitsAtMostMs, undefined, { ref: false })])
    },
  }
}
