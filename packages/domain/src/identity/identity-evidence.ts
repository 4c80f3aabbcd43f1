import type { Appearance } from './appearance.ts'
import { findNameRelation, type NameRelation } from './compare-names.ts'

/** What is measured of two appearances. Each adds its value times its weight to the log-odds of their being one person. */
export const identityFeatures = [
  'any-two',
  'namesakes',
  'namesakes-some',
  'namesakes-many',
  'works-under-name',
  'name-middle-missing',
  'name-initial-with-middle',
  'name-initial',
  'name-initials-alone',
  'name-short-form',
  'coauthor-shared',
  'coauthors-shared',
  'alone-on-byline',
  'institution-shared',
  'affiliation-words',
  'affiliation-differs',
  'affiliation-differs-same-time',
  'affiliation-unknown',
  'topic-shared',
  'subfield-shared',
  'field-shared',
  'topics-unknown',
  'years-far-apart',
  'orcid-equal',
  'told-apart',
] as const
export type IdentityFeature = (typeof identityFeatures)[number]

/** The measures that are not 0. */
export type IdentityEvidence = readonly (readonly [feature: IdentityFeature, value: number])[]

/** Below this, a name is as rare as a name can be told to be. */
const rarest = 0.003
const farApartYears = 12
const sameTimeYears = 1
/** Of the words of the shorter affiliation. */
const fewSharedWords = 0.2

/**
 * What speaks for and against two appearances being one person's; undefined where they cannot be: their names or their
 * iDs contradict each other, or they stand on one byline.
 */
export function findIdentityEvidence(a: Appearance, b: Appearance): IdentityEvidence | undefined {
  const relation = findNameRelation(a.name, b.name)
  if (relation === undefined || a.workId === b.workId) return undefined
  if (a.orcid !== null && b.orcid !== null && a.orcid !== b.orcid) return undefined
  const found: [IdentityFeature, number][] = [['any-two', 1]]
  addName(found, a, b, relation)
  addCoauthors(found, a, b)
  addAffiliations(found, a, b)
  addTopics(found, a, b)
  if (yearsBetween(a, b) > farApartYears) found.push(['years-far-apart', 1])
  if (a.orcid !== null && a.orcid === b.orcid) found.push(['orcid-equal', 1])
  return found
}

type Found = [IdentityFeature, number][]

function addName(found: Found, a: Appearance, b: Appearance, relation: NameRelation): void {
  // The less a name says, the more people it may be.
  const commonness = Math.log(Math.max(a.namesakes, b.namesakes) + rarest)
  found.push(['namesakes', commonness])
  if (commonness > -3) found.push(['namesakes-some', commonness + 3])
  if (commonness > -1) found.push(['namesakes-many', commonness + 1])
  found.push(['works-under-name', Math.log(Math.max(a.worksUnderName, b.worksUnderName, 1))])
  if (relation !== 'same' && relation !== 'same-with-middle') found.push([`name-${relation}`, 1])
}

function addCoauthors(found: Found, a: Appearance, b: Appearance): void {
  const shared = countShared(a.coauthors, b.coauthors)
  if (shared > 0) found.push(['coauthor-shared', 1])
  if (shared > 1) found.push(['coauthors-shared', 1])
  if (a.coauthors.size === 0 || b.coauthors.size === 0) found.push(['alone-on-byline', 1])
}

function countShared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [fewer, more] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const one of fewer) if (more.has(one)) shared++
  return shared
}

function addAffiliations(found: Found, a: Appearance, b: Appearance): void {
  if (!isAffiliated(a) || !isAffiliated(b)) {
    found.push(['affiliation-unknown', 1])
    return
  }
  const words = shareOfWords(a.affiliationWords, b.affiliationWords)
  if (words > 0) found.push(['affiliation-words', words])
  if (a.institutionIds.some((id) => b.institutionIds.includes(id))) found.push(['institution-shared', 1])
  else if (words < fewSharedWords) {
    found.push(['affiliation-differs', 1])
    if (yearsBetween(a, b) <= sameTimeYears) found.push(['affiliation-differs-same-time', 1])
  }
}

function isAffiliated({ institutionIds, affiliationWords }: Appearance): boolean {
  return institutionIds.length > 0 || affiliationWords.size > 0
}

/** 0 to 1, of the words of the shorter one. */
function shareOfWords(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shorter = Math.min(a.size, b.size)
  return shorter === 0 ? 0 : countShared(a, b) / shorter
}

function addTopics(found: Found, a: Appearance, b: Appearance): void {
  if (a.fields.length === 0 || b.fields.length === 0) {
    found.push(['topics-unknown', 1])
    return
  }
  const isShared = (part: 'topicId' | 'subfield' | 'field'): boolean =>
    a.fields.some((one) => one[part] !== null && b.fields.some((other) => one[part] === other[part]))
  if (isShared('topicId')) found.push(['topic-shared', 1])
  if (isShared('subfield')) found.push(['subfield-shared', 1])
  if (isShared('field')) found.push(['field-shared', 1])
}

function yearsBetween(a: Appearance, b: Appearance): number {
  return a.year === 0 || b.year === 0 ? 0 : Math.abs(a.year - b.year)
}
