import type { Evidence } from '../evidence.ts'
import { type EvidenceCollector, toInstant } from './collector.ts'

/**
 * A sign-in with ORCID. Anyone can create an iD, and nobody's record there need hold anything: it says something about
 * this record only where a source or a byline states the same iD.
 */
export const orcidSignIn: EvidenceCollector = {
  name: 'ORCID sign-in',
  collect({ orcids }) {
    return orcids.map(({ orcid, renewedAt, isOnRecord }): Evidence => ({
      kind: 'control.orcid',
      issuer: 'https://orcid.org',
      source: `https://orcid.org/${orcid}`,
      observed_at: toInstant(renewedAt),
      expires_at: null,
      independent: isOnRecord,
    }))
  },
}
