import type { Evidence } from '../evidence.ts'
import { type EvidenceCollector, toInstant } from './collector.ts'
import { domainOf } from './domains.ts'

/**
 * Works on whose byline a confirmed email stands: whoever wrote the byline says whose they are, for as long as the address
 * is the account's.
 */
export const bylineEmail: EvidenceCollector = {
  name: 'byline email',
  collect({ emails }) {
    return emails
      .filter(({ bylineWorkIds }) => bylineWorkIds.length > 0)
      .map(({ email, renewedAt, lapsesAt, bylineWorkIds }): Evidence => ({
        kind: 'authorship.supported',
        issuer: 'this site',
        source: `an address at ${domainOf(email)}`,
        observed_at: toInstant(renewedAt),
        expires_at: lapsesAt === null ? null : toInstant(lapsesAt),
        work_ids: bylineWorkIds,
      }))
  },
}
