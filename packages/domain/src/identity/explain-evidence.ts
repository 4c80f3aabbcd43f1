import type { IdentityEvidence, IdentityFeature } from './identity-evidence.ts'
import type { IdentityWeights } from './identity-weights.ts'

/** What one measure adds to the log-odds of two being one person. */
export interface Reason {
  readonly feature: IdentityFeature
  /** Above 0 speaks for one person, below for two. */
  readonly points: number
  readonly says: string
}

const sentences: Readonly<Record<IdentityFeature, string>> = {
  'any-two': 'what any two such names start from',
  namesakes: 'how few people may bear the name',
  'namesakes-some': 'several people may bear the name',
  'namesakes-many': 'many people bear the name',
  'works-under-name': 'how many works there are under the name',
  'name-middle-missing': 'one of the names lacks a middle name',
  'name-initial-with-middle': 'one of the names is abbreviated; the middle names agree',
  'name-initial': 'one of the names is abbreviated',
  'name-initials-alone': 'both names are abbreviated',
  'name-short-form': 'one first name begins like the other',
  'coauthor-shared': 'they share a co-author',
  'coauthors-shared': 'they share several co-authors',
  'alone-on-byline': 'one of the works has no co-authors to compare',
  'institution-shared': 'they share an institution',
  'affiliation-words': 'their affiliations are written alike',
  'affiliation-differs': 'their affiliations differ',
  'affiliation-differs-same-time': 'their affiliations differ at the same time',
  'affiliation-unknown': 'an affiliation is not known',
  'topic-shared': 'the works share a topic',
  'subfield-shared': 'the works share a subfield',
  'field-shared': 'the works share a field',
  'topics-unknown': 'the topic of a work is not known',
  'years-far-apart': 'the works lie more than twelve years apart',
  'orcid-equal': 'they have the same ORCID iD',
  'told-apart': 'a source gives them two identifiers',
}

/** The measures in words, what decides most first. */
export function explainEvidence(evidence: IdentityEvidence, weights: IdentityWeights): Reason[] {
  return evidence
    .map(([feature, value]) => ({ feature, points: weights[feature] * value, says: sentences[feature] }))
    .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
}
