/**
 * Trust and verification: pure functions of the evidence about an author record and of an instant.
 * Points add up within a bucket to its cap; the latest of each kind counts (of vouches, the latest two); expired
 * evidence counts nothing; the sum is rounded down once, at the end. Whoever holds the evidence gets the same number.
 */

import { type Bucket, bucketCaps, type EvidenceKind, evidenceRules } from './evidence-rules.ts'

export const trustVersion = 1

/** One dated, sourced statement about an author record. Instants are ISO 8601 in UTC. */
export interface Evidence {
  readonly kind: EvidenceKind
  readonly issuer: string
  readonly observed_at: string
  readonly expires_at: string | null
  /** Where the statement can be checked: an address or an identifier. */
  readonly source: string
  /** `authorship.supported` alone: how many of the author's works have independent support. */
  readonly supported?: number
  readonly total?: number
  /** `attestation.vouch` alone: a vouch that closes a triangle counts nothing. */
  readonly closes_triangle?: boolean
}

export type Band = 'Unverified' | 'Emerging' | 'Verified' | 'Strongly verified'

export interface CountedEvidence extends Evidence {
  readonly bucket: Bucket
  readonly points: number
}

/** A way to raise the score: what it would add now, caps considered. */
export interface Raise {
  readonly kind: EvidenceKind
  readonly points: number
  readonly how: string
}

export interface Trust {
  readonly version: typeof trustVersion
  readonly score: number
  readonly band: Band
  /** An open dispute or a conflicting iD: the score stands still and says so. */
  readonly frozen: boolean
  readonly buckets: Readonly<Record<Bucket, number>>
  readonly evidence: readonly CountedEvidence[]
  readonly raise: readonly Raise[]
}

export interface TrustQuestion {
  readonly evidence: readonly Evidence[]
  readonly at: Date
  readonly claimed: boolean
  readonly level: VerificationLevel
  /**
   * Since when a dispute has been open, or iDs have been in conflict. The score is then that of this instant, whatever
   * has come or lapsed since: it needs no memory to stand still.
   */
  readonly disputedSince?: Date
}

const unclaimedCap = 20
const raisesShown = 3

/** The score of an author record at one instant. */
export function computeTrust(question: TrustQuestion): Trust {
  const { evidence, at, claimed, level, disputedSince } = question
  const frozen = disputedSince !== undefined && disputedSince <= at
  const counted = countEvidence(evidence, frozen ? disputedSince : at)
  const buckets = sumBuckets(counted)
  const score = Math.floor(totalOf(buckets, claimed))
  return {
    version: trustVersion,
    score,
    band: bandOf(score, level),
    frozen,
    buckets,
    evidence: counted,
    // Nothing raises a score that stands still.
    raise: frozen ? [] : raisesFor(counted, buckets, claimed),
  }
}

function totalOf(buckets: Readonly<Record<Bucket, number>>, claimed: boolean): number {
  const sum = buckets.record + buckets.control + buckets.authorship + buckets.attestation
  return claimed ? sum : Math.min(sum, unclaimedCap)
}

/** Evidence that counts at the instant, in the order of the rules, each piece with its points. */
function countEvidence(evidence: readonly Evidence[], at: Date): CountedEvidence[] {
  const seen = new Map<EvidenceKind, number>()
  return evidence
    .filter((piece) => isValidAt(piece, at) && piece.closes_triangle !== true)
    .toSorted(inOrder)
    .flatMap((piece) => {
      const rule = evidenceRules[piece.kind]
      const before = seen.get(piece.kind) ?? 0
      seen.set(piece.kind, before + 1)
      return before < rule.atMost ? [{ ...piece, bucket: rule.bucket, points: pointsOf(piece) }] : []
    })
}

const evidenceKinds = Object.keys(evidenceRules) as EvidenceKind[]

/** By kind, the latest first. Ties are settled by what else the pieces say, so that their order in a file is nothing. */
function inOrder(a: Evidence, b: Evidence): number {
  return (
    evidenceKinds.indexOf(a.kind) - evidenceKinds.indexOf(b.kind) ||
    Date.parse(b.observed_at) - Date.parse(a.observed_at) ||
    pointsOf(b) - pointsOf(a) ||
    compareTexts(a.issuer, b.issuer) ||
    compareTexts(a.source, b.source) ||
    compareTexts(a.expires_at ?? '', b.expires_at ?? '')
  )
}

/** By code units: the same in every language that a machine is set to. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function isValidAt(piece: Evidence, at: Date): boolean {
  const instant = at.getTime()
  return (
    Date.parse(piece.observed_at) <= instant && (piece.expires_at === null || instant < Date.parse(piece.expires_at))
  )
}

function pointsOf(piece: Evidence): number {
  const { points } = evidenceRules[piece.kind]
  if (piece.kind !== 'authorship.supported') return points
  return points * wilsonLowerBound(piece.supported ?? 0, piece.total ?? 0)
}

/** Lower bound of the Wilson 95 % interval for `successes` of `trials` (Wilson 1927, z = 1.96). */
export function wilsonLowerBound(successes: number, trials: number): number {
  if (successes <= 0 || trials <= 0) return 0
  const z = 1.96
  const p = Math.min(successes / trials, 1)
  const centre = p + z ** 2 / (2 * trials)
  const margin = z * Math.sqrt((p * (1 - p)) / trials + z ** 2 / (4 * trials ** 2))
  return Math.max(0, (centre - margin) / (1 + z ** 2 / trials))
}

function sumBuckets(counted: readonly CountedEvidence[]): Record<Bucket, number> {
  const sums: Record<Bucket, number> = { record: 0, control: 0, authorship: 0, attestation: 0 }
  for (const { bucket, points } of counted) sums[bucket] = Math.min(sums[bucket] + points, bucketCaps[bucket])
  return sums
}

/** L0 and L1 are always Unverified, whatever the sum. */
function bandOf(score: number, level: VerificationLevel): Band {
  if (level <= 1 || score < 25) return 'Unverified'
  if (score < 50) return 'Emerging'
  return score < 75 ? 'Verified' : 'Strongly verified'
}

/** The most reachable ways up: what the record alone can show first, then what its owner can. */
function raisesFor(
  counted: readonly CountedEvidence[],
  buckets: Readonly<Record<Bucket, number>>,
  claimed: boolean,
): Raise[] {
  const pieces = Map.groupBy(counted, ({ kind }) => kind)
  const score = Math.floor(totalOf(buckets, claimed))
  return evidenceKinds
    .flatMap((kind) => {
      const { bucket, how } = evidenceRules[kind]
      const gain = missingPoints(kind, pieces.get(kind) ?? [])
      const raised = { ...buckets, [bucket]: Math.min(buckets[bucket] + gain, bucketCaps[bucket]) }
      // Control and attestation begin with a claim, which lifts what holds an unclaimed record down.
      const sum = totalOf(raised, claimed || bucket === 'control' || bucket === 'attestation')
      const points = Math.min(Math.floor(sum) - score, Math.ceil(gain))
      return points < 1 ? [] : [{ kind, points, how }]
    })
    .slice(0, raisesShown)
}

/** What one more piece of the kind would bring, caps aside; works with support: the support of all of them. */
function missingPoints(kind: EvidenceKind, pieces: readonly CountedEvidence[]): number {
  const { points, atMost } = evidenceRules[kind]
  const [first] = pieces
  if (kind === 'authorship.supported' && first !== undefined) {
    const works = first.total ?? 0
    return points * wilsonLowerBound(works, works) - first.points
  }
  return pieces.length < atMost ? points : 0
}

export type VerificationLevel = 0 | 1 | 2 | 3 | 4 | 5

export const levelNames = ['name only', 'indexed', 'claimed', 'linked', 'attested', 'multiply attested'] as const

export interface Verification {
  readonly level: VerificationLevel
  readonly name: (typeof levelNames)[number]
}

/**
 * The level of a record nobody has claimed: L1 when it has a stable id and a work that
 * can be found by a resolvable identifier, L0 otherwise.
 */
export function verifyUnclaimed(evidence: readonly Evidence[], at: Date): Verification {
  const kinds = new Set(evidence.filter((piece) => isValidAt(piece, at)).map((piece) => piece.kind))
  const level = kinds.has('record.stable-id') && kinds.has('record.persistent-identifier') ? 1 : 0
  return { level, name: levelNames[level] }
}
