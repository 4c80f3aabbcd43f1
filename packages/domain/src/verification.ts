/**
 * Verification: what has been proven about an author record at an instant, L0 to L5. A pure function of the evidence,
 * of whether an accepted claim stands, and of an open dispute.
 *
 * Up to L1 the record speaks for itself. From L2 on every level stands on an accepted claim by an account with a
 * confirmed email; what is proven beyond that decides how high it goes, and none of it needs an institution.
 */

import { distinctVouches, type Evidence, isValidAt, latestFirst } from './evidence.ts'
import type { EvidenceKind } from './evidence-rules.ts'

export type VerificationLevel = 0 | 1 | 2 | 3 | 4 | 5

export const levelNames = ['name only', 'indexed', 'claimed', 'linked', 'attested', 'multiply attested'] as const

export interface Verification {
  readonly level: VerificationLevel
  readonly name: (typeof levelNames)[number]
  /** What the level of a claimed record rests on: of each kind the latest proof. */
  readonly proofs: readonly Proof[]
  /** What was proven once and is not any more. */
  readonly lapsed: readonly LapsedProof[]
}

export interface Proof {
  readonly kind: EvidenceKind
  /** The level that it helps to prove. */
  readonly level: VerificationLevel
  readonly since: string
  readonly until: string | null
}

/** Reads "verified until <date>". */
export interface LapsedProof {
  readonly kind: EvidenceKind
  readonly until: string
}

export interface VerificationQuestion {
  readonly evidence: readonly Evidence[]
  readonly at: Date
  /** An accepted claim stands. */
  readonly claimed: boolean
  /** While a dispute is open a level may fall, for proofs lapse, and never rise: what came since does not count. */
  readonly disputedSince?: Date
}

/** The level of an author record at one instant, with what it rests on. */
export function verify(question: VerificationQuestion): Verification {
  const { evidence, at, claimed, disputedSince } = question
  const isDisputed = disputedSince !== undefined && disputedSince <= at
  const valid = evidence.filter((piece) => isValidAt(piece, at) && (!isDisputed || isValidAt(piece, disputedSince)))
  const level = claimed && hasKind(valid, 'control.email') ? levelOfOwned(valid, at, isDisputed) : levelOfRecord(valid)
  return {
    level,
    name: levelNames[level],
    proofs: claimed ? proofsAmong(valid) : [],
    lapsed: claimed ? lapsedAmong(evidence, valid, at) : [],
  }
}

/** L1 has a stable id and a work that can be found by a resolvable identifier. */
function levelOfRecord(valid: readonly Evidence[]): 0 | 1 {
  return hasKind(valid, 'record.stable-id') && hasKind(valid, 'record.persistent-identifier') ? 1 : 0
}

function levelOfOwned(valid: readonly Evidence[], at: Date, isDisputed: boolean): VerificationLevel {
  const attestations = attestationsAmong(valid)
  if (attestations.length > 0) return !isDisputed && isMultiplyAttested(attestations, at) ? 5 : 4
  return valid.some(linksPerson) ? 3 : 2
}

function hasKind(pieces: readonly Evidence[], wanted: EvidenceKind): boolean {
  return pieces.some(({ kind }) => kind === wanted)
}

/** L3. An ORCID iD alone is not enough: anyone can create one. */
function linksPerson({ kind, independent, matches_byline, both_ways }: Evidence): boolean {
  return (
    (kind === 'control.orcid' && independent === true) ||
    (kind === 'control.email' && matches_byline === true) ||
    (kind === 'control.rel-me' && both_ways === true)
  )
}

/** One proof of L4: how, by whom, and when it was last renewed. */
interface Attestation {
  readonly way: 'sign-in' | 'email' | 'vouches'
  /** Proofs from one place are not independent of each other. */
  readonly from: string
  readonly renewedAt: number
}

/** What proves L4: each institutional proof is one, each two vouches are one. */
function attestationsAmong(valid: readonly Evidence[]): Attestation[] {
  const institutional = valid
    .filter(({ kind }) => kind === 'attestation.institution')
    .map(({ by = 'email', institution, issuer, observed_at }) => ({
      way: by,
      from: institution ?? issuer,
      renewedAt: Date.parse(observed_at),
    }))
  const vouches = distinctVouches(valid)
  const pairs = Array.from({ length: Math.floor(vouches.length / 2) }, (_, pair) => ({
    way: 'vouches' as const,
    from: `pair ${pair}`,
    // Two vouches are as fresh as the older one.
    renewedAt: Date.parse(vouches[2 * pair + 1]?.observed_at ?? ''),
  }))
  return [...institutional, ...pairs]
}

const renewedWithinMonths = 24

/**
 * L5: one proof renewed of late, and another in another way and from elsewhere. Signing in at an institution and an
 * email of the same institution are one institution's word. Four co-authors are two pairs who vouch independently of
 * each other, so that this level needs no institution either.
 */
function isMultiplyAttested(attestations: readonly Attestation[], at: Date): boolean {
  const since = new Date(at)
  since.setUTCMonth(since.getUTCMonth() - renewedWithinMonths)
  const placesOf = new Map<Attestation['way'], Set<string>>()
  for (const { way, from } of attestations) placesOf.set(way, (placesOf.get(way) ?? new Set()).add(from))
  const isElsewhere = (from: string, places: Set<string>): boolean => places.size > (places.has(from) ? 1 : 0)
  return attestations
    .filter(({ renewedAt }) => renewedAt >= since.getTime())
    .some(({ way, from }) =>
      [...placesOf].some(([other, places]) => (other !== way || way === 'vouches') && isElsewhere(from, places)),
    )
}

/** The level that a piece helps to prove; undefined when it proves none by itself or with others of its kind. */
function provenBy(piece: Evidence): VerificationLevel | undefined {
  if (linksPerson(piece)) return 3
  if (piece.kind === 'control.email') return 2
  if (piece.kind === 'attestation.institution') return 4
  return piece.kind === 'attestation.vouch' && piece.closes_triangle !== true ? 4 : undefined
}

function proofsAmong(valid: readonly Evidence[]): Proof[] {
  return [...latestByProof(valid).values()]
    .map(({ piece, level }) => ({ kind: piece.kind, level, since: piece.observed_at, until: piece.expires_at }))
    .toSorted((a, b) => a.level - b.level || (a.kind < b.kind ? -1 : 1))
}

function latestByProof(valid: readonly Evidence[]): Map<string, { piece: Evidence; level: VerificationLevel }> {
  const latest = new Map<string, { piece: Evidence; level: VerificationLevel }>()
  for (const piece of latestFirst(valid.filter((each) => provenBy(each) !== undefined))) {
    const level = provenBy(piece)
    if (level !== undefined && !latest.has(`${piece.kind} ${level}`))
      latest.set(`${piece.kind} ${level}`, { piece, level })
  }
  return latest
}

/** Kinds of proof that expired, and that nothing of the kind has taken the place of. What was taken back never reads as verified. */
function lapsedAmong(evidence: readonly Evidence[], valid: readonly Evidence[], at: Date): LapsedProof[] {
  const standing = new Set(valid.filter((piece) => provenBy(piece) !== undefined).map(({ kind }) => kind))
  const ends = new Map<EvidenceKind, string>()
  for (const piece of evidence) {
    const { kind, expires_at: until } = piece
    if (until === null || standing.has(kind) || provenBy(piece) === undefined) continue
    if (Date.parse(until) > at.getTime() || Date.parse(piece.revoked_at ?? until) < Date.parse(until)) continue
    if (Date.parse(until) > Date.parse(ends.get(kind) ?? '0000-01-01')) ends.set(kind, until)
  }
  return [...ends].map(([kind, until]) => ({ kind, until })).toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
}
