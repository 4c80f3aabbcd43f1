import type { IdentityEvidence, IdentityFeature } from './identity-evidence.ts'

export type IdentityWeights = Readonly<Record<IdentityFeature, number>>

/**
 * Fitted by logistic regression on pairs of names whose people the sources of a corpus of 60,000 works identify, in half
 * of its blocks of names; `docs/adr/0009-resolving-names.md` says how, and how well they do on the other half.
 */
export const identityWeights: IdentityWeights = {
  'any-two': 4.86,
  namesakes: -0.3,
  'namesakes-some': -0.56,
  'namesakes-many': 0.34,
  'works-under-name': -0.42,
  'name-middle-missing': -2.18,
  'name-initial-with-middle': 0.07,
  'name-initial': -2.05,
  'name-initials-alone': -1.6,
  'name-short-form': -8.17,
  'coauthor-shared': 2.54,
  'coauthors-shared': 0.14,
  'alone-on-byline': 0.17,
  'institution-shared': 0.34,
  'affiliation-words': 0.95,
  'affiliation-differs': -1.61,
  'affiliation-differs-same-time': -0.4,
  'affiliation-unknown': -1.59,
  'topic-shared': 0.11,
  'subfield-shared': 0.12,
  'field-shared': 0.24,
  'topics-unknown': -0.09,
  'years-far-apart': -0.67,
  // Set by hand: no pair that was fitted on has either.
  'orcid-equal': 8,
  'told-apart': -2,
}

/** One measure that is off tells no more than this: what is certain is decided by rule. */
const mostOneWay = 5

/** Log-odds of two appearances being one person's: the sum of what each measure adds. */
export function logOddsOf(evidence: IdentityEvidence, weights: IdentityWeights): number {
  let sum = 0
  for (const [feature, value] of evidence) sum += weights[feature] * value
  return Math.max(-mostOneWay, Math.min(mostOneWay, sum))
}
