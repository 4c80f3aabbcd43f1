import type { Evidence } from '../evidence.ts'
import { type EvidenceCollector, toInstant } from './collector.ts'
import { domainOf } from './domains.ts'

/**
 * An email that was confirmed through a link. Evidence is public, an address is not: it is named by its domain alone.
 * Of several the one that stands on a byline says most.
 */
export const confirmedEmail: EvidenceCollector = {
  name: 'confirmed email',
  collect({ emails }) {
    return emails.map(({ email, renewedAt, lapsesAt, bylineWorkIds }): Evidence => ({
      kind: 'control.email',
      issuer: 'this site',
      source: `an address at ${domainOf(email)}`,
      observed_at: toInstant(renewedAt),
      expires_at: lapsesAt === null ? null : toInstant(lapsesAt),
      matches_byline: bylineWorkIds.length > 0,
    }))
  },
}
