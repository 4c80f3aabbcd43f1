/**
 * Trust: a pure function of the evidence about an author record and of an instant. Points add up within a bucket to its cap; the latest of each kind counts (of vouches, the latest two); expired
 * evidence counts nothing; the sum is rounded down once, at the end. Whoever holds the evidence gets the same number.
 */

import { distinctVouches, type Evidence, isValidAt, latestFirst } from './evidence.ts'
import {
  type Bucket,
  bucketCaps,
  claimMinutes,
  type EvidenceKind,
  evidenceRules,
  notCollected,
} from './evidence-rules.ts'
import type { VerificationLevel } from './verification.ts'

export const trustVersion = 1

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
    // That none of the works has support is known, and says what there is to gain, but adds nothing.
    evidence: counted.filter(({ points }) => points > 0),
    // Nothing raises a score that stands still.
    raise: frozen ? [] : raisesFor(counted, buckets, claimed),
  }
}

function totalOf(buckets: Readonly<Record<Bucket, number>>, claimed: boolean): number {
  const sum = buckets.record + buckets.control + buckets.authorship + buckets.attestation
  return claimed ? sum : Math.min(sum, unclaimedCap)
}

/** Evidence that counts at the instant, in the order of the rules and the latest first, each piece with its points. */
function countEvidence(evidence: readonly Evidence[], at: Date): CountedEvidence[] {
  const byKind = Map.groupBy(
    evidence.filter((piece) => isValidAt(piece, at)),
    ({ kind }) => kind,
  )
  return evidenceKinds.flatMap((kind) => {
    const { bucket, atMost } = evidenceRules[kind]
    const pieces = byKind.get(kind) ?? []
    const latest = kind === 'attestation.vouch' ? distinctVouches(pieces) : latestFirst(pieces, pointsOf)
    return latest.slice(0, atMost).map((piece) => ({ ...piece, bucket, points: pointsOf(piece) }))
  })
}

const evidenceKinds = Object.keys(evidenceRules) as EvidenceKind[]

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

/** The ways up that cost the person least, see `minutes` of the rules; of two that cost the same, the one that brings more. */
function raisesFor(
  counted: readonly CountedEvidence[],
  buckets: Readonly<Record<Bucket, number>>,
  claimed: boolean,
): Raise[] {
  const pieces = Map.groupBy(counted, ({ kind }) => kind)
  const score = Math.floor(totalOf(buckets, claimed))
  return evidenceKinds
    .filter((kind) => !notCollected.has(kind))
    .flatMap((kind) => {
      const { bucket, how, minutes } = evidenceRules[kind]
      const gain = missingPoints(kind, pieces.get(kind) ?? [])
      const raised = { ...buckets, [bucket]: Math.min(buckets[bucket] + gain, bucketCaps[bucket]) }
      // Control and attestation begin with a claim, which lifts what holds an unclaimed record down.
      const beginsWithClaim = !claimed && (bucket === 'control' || bucket === 'attestation')
      const sum = totalOf(raised, claimed || beginsWithClaim)
      const points = Math.min(Math.floor(sum) - score, Math.ceil(gain))
      const effort = minutes + (beginsWithClaim ? claimMinutes : 0)
      return points < 1 ? [] : [{ raise: { kind, points, how: beginsWithClaim ? afterClaim(how) : how }, effort }]
    })
    .toSorted((a, b) => a.effort - b.effort || b.raise.points - a.raise.points)
    .slice(0, raisesShown)
    .map(({ raise }) => raise)
}

function afterClaim(how: string): string {
  return `Claim the record and ${how.charAt(0).toLowerCase()}${how.slice(1)}`
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
