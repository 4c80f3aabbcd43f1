import { type Dispute, type Evidence, recordEvidence, type TrustBasis } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import { type Confirmation, countSupported } from './count-supported.ts'
import type { StoredEvidence, TrustRow } from './trust-columns.ts'

/** What trust follows from, and which of it the record shows by itself. */
export interface AuthorTrustBasis extends TrustBasis {
  /** With the count of supported works those that are confirmed besides: what a frozen score keeps to. */
  readonly recordEvidence: readonly Evidence[]
}

/** What is read of an author's trust, as the rules take it; `at` dates what nothing in the store dates. */
export function toTrustBasis(row: TrustRow, at: Date): AuthorTrustBasis {
  const stored = row.stored_evidence ?? []
  const dispute = findDispute(row)
  const now = recordEvidenceOf(row, at)
  // While a score is frozen an import changes nothing about it.
  const noted = dispute === undefined ? now : (row.frozen_record ?? now)
  const support = noted.find(({ kind }) => kind === 'authorship.supported')
  return {
    recordEvidence: noted,
    evidence: [
      ...noted,
      ...stored.flatMap(toEvidence),
      ...(support === undefined ? [] : countSupported(support, confirmationsOf(stored, support.work_ids ?? []))),
    ],
    claimed: row.owner_claim !== null,
    ...(dispute === undefined ? {} : { dispute }),
  }
}

function findDispute({ contested_since, conflicting_since }: TrustRow): Dispute | undefined {
  if (contested_since === null && conflicting_since === null) return undefined
  return conflicting_since === null || (contested_since !== null && contested_since <= conflicting_since)
    ? { since: contested_since ?? new Date(0), reason: 'claim' }
    : { since: conflicting_since, reason: 'orcid' }
}

function recordEvidenceOf(row: TrustRow, at: Date): Evidence[] {
  const [source, observedAt] = row.said_by ?? ['this site', at.toISOString()]
  const confirmed = [...new Set((row.stored_evidence ?? []).flatMap((piece) => piece[11] ?? []))]
  return recordEvidence({
    authorId: formatId({ kind: 'author', id: row.id }),
    source,
    observedAt: toSecond(observedAt),
    identifiedBy: row.findable_by === null ? null : row.findable_by.join(':'),
    topic: row.first_topic === null ? null : pathOf({ kind: 'topic', id: row.first_topic }),
    closeCollaborator: row.first_close === null ? null : pathOf({ kind: 'author', id: row.first_close }),
    ror: row.ror,
    works: row.works_count,
    supportedWorks: row.supported_works,
    duplicatesCheckedAt: row.duplicates_checked_at === null ? null : toSecond(row.duplicates_checked_at),
    hasOpenCandidates: row.has_open_duplicates,
  }).map((piece) =>
    piece.kind === 'authorship.supported' && confirmed.length > 0 ? { ...piece, work_ids: confirmed } : piece,
  )
}

function toEvidence(row: StoredEvidence): Evidence[] {
  const [kind, , , , , , supported, total, closesTriangle, detail, isOfRecord] = row
  if (detail?.work_ids !== undefined) return []
  const { independent, matches_byline, both_ways, by, institution } = detail ?? {}
  return [
    {
      ...statementOf(row),
      ...(supported === null ? {} : { supported }),
      ...(total === null ? {} : { total }),
      ...(closesTriangle === null ? {} : { closes_triangle: closesTriangle }),
      ...(kind === 'control.orcid' ? { independent: independent === true || isOfRecord === true } : {}),
      ...(matches_byline === undefined ? {} : { matches_byline }),
      ...(both_ways === undefined ? {} : { both_ways }),
      ...(by === undefined ? {} : { by }),
      ...(institution === undefined ? {} : { institution }),
    },
  ]
}

/** @param confirmable works that can be confirmed: while a score is frozen those of then, whatever stands on the bylines by now. */
function confirmationsOf(stored: readonly StoredEvidence[], confirmable: readonly number[]): Confirmation[] {
  const known = new Set(confirmable)
  return stored.flatMap((piece) => {
    const workIds = (piece[9]?.work_ids ?? []).filter((id) => known.has(id))
    return workIds.length === 0 ? [] : [{ statement: statementOf(piece), workIds }]
  })
}

function statementOf([kind, issuer, source, observedAt, expiresAt, revokedAt]: StoredEvidence): Evidence {
  return {
    kind,
    issuer,
    source: kind === 'control.orcid' ? source.replace(/^(?:https?:\/\/orcid\.org\/)?(?=\d)/, 'orcid:') : source,
    observed_at: toInstant(observedAt),
    expires_at: expiresAt === null ? null : toInstant(expiresAt),
    ...(revokedAt === null ? {} : { revoked_at: toInstant(revokedAt) }),
  }
}

/** JSON from the database carries an offset and microseconds; ours are in UTC, with milliseconds where there are any. */
function toInstant(text: string): string {
  return new Date(text).toISOString().replace('.000Z', 'Z')
}

/** Of the public record, whose instants are given to the second everywhere. */
function toSecond(instant: string | Date): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')
}
