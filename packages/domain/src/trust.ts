/**
 * Trust and verification: pure functions of the evidence about an author record and of an instant.
 * Points add up within a bucket to its cap; one of each kind counts (vouches aside); expired evidence
 * counts nothing; the sum is rounded down once, at the end. Whoever holds the evidence gets the same number.
 */

export const trustVersion = 1

export type Bucket = 'record' | 'control' | 'authorship' | 'attestation'

export const bucketCaps = { record: 20, control: 35, authorship: 25, attestation: 20 } as const satisfies Record<Bucket, number>

interface Rule {
  readonly bucket: Bucket
  /** Points of one piece of evidence; `authorship.supported` computes its own, up to this. */
  readonly points: number
  /** How many pieces of this kind count. */
  readonly atMost: number
  readonly says: string
  /** What would have to happen for this evidence to exist. */
  readonly how: string
}

/** Version 1 of the score. A change of any figure is a new version. */
export const evidenceRules = {
  'record.stable-id': {
    bucket: 'record', points: 3, atMost: 1, says: 'a stable identifier in the source',
    how: 'Import the record from a source that gives authors stable identifiers.',
  },
  'record.persistent-identifier': {
    bucket: 'record', points: 3, atMost: 1, says: 'a work with a persistent identifier',
    how: 'Import a work of this author that has a DOI, an arXiv id or the like.',
  },
  'record.topic': {
    bucket: 'record', points: 2, atMost: 1, says: 'a topic',
    how: 'Import a work with a topic, or with a text that topics can be matched against.',
  },
  'record.close-collaborator': {
    bucket: 'record', points: 3, atMost: 1, says: 'a close collaborator',
    how: 'Import works shared with the same co-authors.',
  },
  'record.affiliation-ror': {
    bucket: 'record', points: 4, atMost: 1, says: 'an affiliation linked to ROR',
    how: 'Import an affiliation that is linked to the Research Organization Registry.',
  },
  'record.duplicates-clear': {
    bucket: 'record', points: 5, atMost: 1, says: 'a duplicate check with no candidate open',
    how: 'Run the duplicate check and settle what it finds.',
  },
  'control.email': {
    bucket: 'control', points: 10, atMost: 1, says: 'a confirmed email',
    how: 'Claim the record and confirm an email address.',
  },
  'control.orcid': {
    bucket: 'control', points: 15, atMost: 1, says: 'a sign-in with ORCID',
    how: 'Claim the record and sign in with ORCID.',
  },
  'control.rel-me': {
    bucket: 'control', points: 10, atMost: 1, says: 'a home page that links back',
    how: 'Claim the record and link a home page to it with rel="me", both ways.',
  },
  'authorship.supported': {
    bucket: 'authorship', points: 25, atMost: 1, says: 'works with independent support',
    how: 'Have works confirmed: by the iD in their metadata, a byline email, or a co-author.',
  },
  'attestation.institution': {
    bucket: 'attestation', points: 10, atMost: 1, says: 'an institutional sign-in or email domain',
    how: 'Claim the record and confirm an email, or sign in, at an institution that ROR maps to an affiliation.',
  },
  'attestation.organisation': {
    bucket: 'attestation', points: 10, atMost: 1, says: 'an assertion by an organisation through ORCID',
    how: 'Have an organisation assert the affiliation in the ORCID record.',
  },
  'attestation.vouch': {
    bucket: 'attestation', points: 5, atMost: 2, says: 'a vouch by an attested co-author',
    how: 'Ask a co-author at level L4 to vouch.',
  },
} as const satisfies Record<string, Rule>

export type EvidenceKind = keyof typeof evidenceRules

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
  readonly disputed?: boolean
}

const unclaimedCap = 20
const raisesShown = 3

/** The score of an author record at one instant. */
export function computeTrust(question: TrustQuestion): Trust {
  const { evidence, at, claimed, level, disputed = false } = question
  const counted = countEvidence(evidence, at)
  const buckets = sumBuckets(counted)
  const score = Math.floor(totalOf(buckets, claimed))
  return {
    version: trustVersion,
    score,
    band: bandOf(score, level),
    frozen: disputed,
    buckets,
    evidence: counted,
    raise: raisesFor(counted, buckets),
  }
}

function totalOf(buckets: Readonly<Record<Bucket, number>>, claimed: boolean): number {
  const sum = buckets.record + buckets.control + buckets.authorship + buckets.attestation
  return claimed ? sum : Math.min(sum, unclaimedCap)
}

/** Evidence that counts at the instant, oldest first within its kind, each with its points. */
function countEvidence(evidence: readonly Evidence[], at: Date): CountedEvidence[] {
  const order = Object.keys(evidenceRules)
  const seen = new Map<EvidenceKind, number>()
  return evidence
    .filter((piece) => isValidAt(piece, at) && piece.closes_triangle !== true)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.observed_at.localeCompare(b.observed_at))
    .flatMap((piece) => {
      const rule = evidenceRules[piece.kind]
      const before = seen.get(piece.kind) ?? 0
      seen.set(piece.kind, before + 1)
      return before < rule.atMost ? [{ ...piece, bucket: rule.bucket, points: pointsOf(piece) }] : []
    })
}

function isValidAt(piece: Evidence, at: Date): boolean {
  const instant = at.getTime()
  return Date.parse(piece.observed_at) <= instant && (piece.expires_at === null || instant < Date.parse(piece.expires_at))
}

function pointsOf(piece: Evidence): number {
  const { points } = evidenceRules[piece.kind]
  if (piece.kind !== 'authorship.supported') return points
  return points * wilsonLowerBound(piece.supported ?? 0, piece.total ?? 0)
}

/** Lower bound of the Wilson 95 % interval for `successes` of `trials` (Wilson 1927, z = 1.96). */
export function wilsonLowerBound(successes: number, trials: number): number {
  if (trials <= 0) return 0
  const z = 1.96
  const p = Math.min(Math.max(successes / trials, 0), 1)
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

/** The cheapest ways up: what the record alone can show first, then what its owner can. */
function raisesFor(counted: readonly CountedEvidence[], buckets: Readonly<Record<Bucket, number>>): Raise[] {
  const present = Map.groupBy(counted, (piece) => piece.kind)
  return Object.entries(evidenceRules)
    .flatMap(([name, rule]) => {
      const kind = name as EvidenceKind
      const pieces = present.get(kind) ?? []
      const missing = kind === 'authorship.supported' ? rule.points - (pieces[0]?.points ?? 0) : rule.points
      const points = Math.floor(Math.min(missing, bucketCaps[rule.bucket] - buckets[rule.bucket]))
      return pieces.length >= rule.atMost && kind !== 'authorship.supported' || points < 1 ? [] : [{ kind, points, how: rule.how }]
    })
    .slice(0, raisesShown)
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
