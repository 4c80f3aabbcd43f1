import type { EvidenceKind } from './evidence-rules.ts'

/** One dated, sourced statement about an author record. Instants are ISO 8601 in UTC. */
export interface Evidence {
  readonly kind: EvidenceKind
  readonly issuer: string
  readonly observed_at: string
  readonly expires_at: string | null
  /** Where the statement can be checked: an address or an identifier. */
  readonly source: string
  /** When it was taken back: from then on it counts nothing. */
  readonly revoked_at?: string
  /** `authorship.supported` alone: how many of the author's works have independent support. */
  readonly supported?: number
  readonly total?: number
  /** `authorship.supported` alone, as it is collected and kept: which works. What is exported counts them. */
  readonly work_ids?: readonly number[]
  /** `attestation.vouch` alone, whose issuer is the co-author: a vouch that closes a triangle counts nothing. */
  readonly closes_triangle?: boolean
  /** `control.orcid` alone: somebody other than the claimant says that the iD is this author's, on a work or in the source. */
  readonly independent?: boolean
  /** `control.email` alone: the address stands on one of the author's bylines. */
  readonly matches_byline?: boolean
  /** `control.rel-me` alone: the home page links to the record, and the record to the home page. */
  readonly both_ways?: boolean
  /** `attestation.institution` alone: how it was shown, and the ROR id of where, which the issuer stands for otherwise. */
  readonly by?: InstitutionalProof
  readonly institution?: string
}

export type InstitutionalProof = 'sign-in' | 'email'

/** Whether a statement counts at an instant: from when it was observed until it expires or is taken back. */
export function isValidAt(piece: Evidence, at: Date): boolean {
  const instant = at.getTime()
  return (
    Date.parse(piece.observed_at) <= instant &&
    (piece.expires_at === null || instant < Date.parse(piece.expires_at)) &&
    (piece.revoked_at === undefined || instant < Date.parse(piece.revoked_at))
  )
}

/**
 * The latest first. Ties are settled by what else the pieces say, so that their order in a file is nothing; `worth` is
 * what one is worth.
 */
export function latestFirst(
  pieces: readonly Evidence[],
  worth: (piece: Evidence) => number = () => 0,
): readonly Evidence[] {
  if (pieces.length < 2) return pieces
  return pieces
    .map((piece): Dated => ({ piece, observedAt: Date.parse(piece.observed_at) }))
    .toSorted(
      (a, b) =>
        b.observedAt - a.observedAt ||
        worth(b.piece) - worth(a.piece) ||
        // Made for few pieces, and once for each: a record's evidence is often all of one instant.
        compareTexts((a.tieBreak ??= tieBreakOf(a.piece)), (b.tieBreak ??= tieBreakOf(b.piece))),
    )
    .map(({ piece }) => piece)
}

interface Dated {
  readonly piece: Evidence
  readonly observedAt: number
  tieBreak?: string
}

function tieBreakOf(piece: Evidence): string {
  return JSON.stringify([
    piece.issuer,
    piece.source,
    piece.expires_at ?? '',
    piece.revoked_at ?? '',
    piece.supported ?? 0,
    piece.total ?? 0,
    piece.institution ?? '',
    piece.by ?? '',
    piece.independent === true,
    piece.matches_byline === true,
    piece.both_ways === true,
  ])
}

/** By code units: the same in every language that a machine is set to. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Vouches that count, the latest first and one of each co-author: who vouches again renews, and adds no second voice. */
export function distinctVouches(valid: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>()
  return latestFirst(
    valid.filter(({ kind, closes_triangle }) => kind === 'attestation.vouch' && closes_triangle !== true),
  ).filter(({ issuer }) => !seen.has(issuer) && seen.add(issuer))
}
