import type { Evidence } from '../evidence.ts'
import type { ClaimantFacts } from './claimant-facts.ts'
import type { EvidenceCollector } from './collector.ts'
import { bylineEmail } from './byline-email.ts'
import { confirmedEmail } from './confirmed-email.ts'
import { institution } from './institution.ts'
import { orcidSignIn } from './orcid-sign-in.ts'

const collectors: readonly EvidenceCollector[] = [confirmedEmail, orcidSignIn, institution, bylineEmail]

/** Kinds that follow from the account as it is: what is not found any more is taken back. */
export const collectedKinds: ReadonlySet<string> = new Set([
  'control.email',
  'control.orcid',
  'attestation.institution',
  'authorship.supported',
])

/** All that speaks for a claim by what its account has shown. */
export function collectEvidence(facts: ClaimantFacts): Evidence[] {
  return collectors.flatMap((collector) => collector.collect(facts))
}
