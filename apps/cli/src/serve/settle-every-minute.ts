import { type ClockContext, settleClaims } from '@bzpeer/actions'
import type { Logger } from 'pino'

const everyMs = 60_000

/** Applies the rules to claims whose window has ended, at the start and every minute from then on. */
export function settleEveryMinute(context: ClockContext, log: Logger): NodeJS.Timeout {
  const settle = (): void => {
    settleClaims(context).then(
      (settled) => settled > 0 && log.info({ settled }, 'claims decided by rule'),
      // The next minute tries again; nothing half done is left behind.
      (error: unknown) => log.warn({ err: error }, 'claims were not settled'),
    )
  }
  settle()
  return setInterval(settle, everyMs)
}
