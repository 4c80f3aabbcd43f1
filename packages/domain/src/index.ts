export * from './collectors/claimant-facts.ts'
export * from './collectors/collect-evidence.ts'
export * from './collectors/proof-lapse.ts'
export * from './claims/claim-policies.ts'
export * from './claims/claim-rules.ts'
export * from './claims/could-be-named.ts'
export * from './corrections/correction.ts'
export * from './corrections/correction-policies.ts'
export * from './corrections/desk-order.ts'
export * from './corrections/judge-correction.ts'
export * from './corrections/merge-obstacles.ts'
export { placeOfDecision } from './corrections/place-of-decision.ts'
export * from './corrections/work-mention.ts'
export { type Evidence, type InstitutionalProof } from './evidence.ts'
export * from './evidence-file.ts'
export * from './evidence-rules.ts'
export * from './graph/index.ts'
export * from './hidden/judge-hiding.ts'
export * from './name-keys.ts'
export * from './profile/researcher-profile.ts'
export * from './record-evidence.ts'
export { respell, swapLetters } from './spellings.ts'
export { buildTopicMatcher, type TopicMatch, type TopicMatcher } from './topic-matching/topic-matcher.ts'
export * from './trust.ts'
export * from './trust-causes.ts'
export * from './trust-json.ts'
export * from './trust-judgement.ts'
export * from './verification.ts'
export { affiliationWords } from './identity/affiliation-words.ts'
export type { Appearance, WorkField } from './identity/appearance.ts'
export { clusterPeople, linkOf } from './identity/cluster-people.ts'
export {
  findIdentityEvidence,
  type IdentityEvidence,
  type IdentityFeature,
  identityFeatures,
} from './identity/identity-evidence.ts'
export { explainEvidence, type Reason } from './identity/explain-evidence.ts'
export { identityWeights, type IdentityWeights, logOddsOf } from './identity/identity-weights.ts'
export { mintAuthorId } from './identity/mint-author-id.ts'
export {
  type BlockDecisions,
  type Finding,
  isOnePerson,
  type Joined,
  type OpenByline,
  type RecordOfPerson,
  resolveBlock,
  type Seed,
} from './identity/resolve-block.ts'
export { sliceBlock } from './identity/slice-block.ts'
export { expectedNamesakes, givenPartOf, type NameCommonness, NameCounter } from './identity/name-commonness.ts'
export { identifiesPerson, personSchemes } from './identity/person-identifiers.ts'
export { blockOf, findPersonName, type PersonName } from './identity/person-name.ts'
