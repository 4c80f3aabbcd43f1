import type { Evidence } from '../evidence.ts'
import type { ClaimantFacts } from './claimant-facts.ts'

/**
 * Turns what an account has shown into evidence about the record that it claims. A pure look at the facts as they are:
 * what a collector does not find any more is taken back.
 */
export interface EvidenceCollector {
  readonly name: string
  collect(facts: ClaimantFacts): readonly Evidence[]
}

/** An instant as the store gives it inside JSON, in UTC. */
export function toInstant(text: string): string {
  return new Date(text).toISOString()
}
