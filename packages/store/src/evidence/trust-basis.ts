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
  const stored = withoutHidden(row.stored_evidence ?? [])
  const dispute = findDispute(row)
  const now = recordEvidenceOf(row, at)
  // While a score is frozen an import changes nothing about it.
  const frozen = dispute === undefined ? null : row.frozen_record
  const noted = frozen ?? now
  const support = noted.find(({ kind }) => kind === 'authorship.supported')
  return {
    recordEvidence: noted,
    evidence: [
      ...noted,
      ...stored.flatMap(toEvidence),
      ...(support === undefined
        ? []
        : countSupported(support, confirmationsOf(stored, frozen === null ? undefined : (support.work_ids ?? [])))),
    ],
    claimed: row.owner_claim !== null,
    ...(dispute === undefined ? {} : { dispute }),
  }
}

/**
 * Hidden records go by a number, one each: of vouches one of each co-author counts, whatever is hidden by now. The
 * earliest is the first, so that what comes later leaves the numbers as they are.
 */
function withoutHidden(stored: readonly StoredEvidence[]): readonly StoredEvidence[] {
  const hidden = [...new Set(stored.flatMap((piece) => (piece[12] ? [piece[1]] : [])).toReversed())]
  if (hidden.length === 0) return stored
  return stored.map((piece): StoredEvidence => {
    const [kind, issuer, ...rest] = piece
    return piece[12] ? [kind, `hidden record ${hidden.indexOf(issuer) + 1}`, ...rest] : piece
  })
}

function findDispute({ contested_since, conflicting_since }: TrustRow): Dispute | undefined {
  if (contested_since === null && conflicting_since === null) return undefined
  return conflicting_since === null || (contested_since !== null && contested_since <= conflicting_since)
    ? { since: contested_since ?? new Date(0), reason: 'claim' }
    : { since: conflicting_since, reason: 'orcid' }
}

function recordEvidenceOf(row: TrustRow, at: Date): Evidence[] {
  const [source, observedAt] = row.said_by ?? ['this site', at.toISOString()]
  const confirmed = [...new Set((row.stored_evidence ?? []).flatMap((piece) => worksOf(piece)))]
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

/** @param frozen works that were confirmed when the score was frozen: they count, whatever stands on the bylines by now. */
function confirmationsOf(stored: readonly StoredEvidence[], frozen?: readonly number[]): Confirmation[] {
  const known = frozen === undefined ? undefined : new Set(frozen)
  return stored.flatMap((piece) => {
    const workIds = worksOf(piece, known)
    return workIds.length === 0 ? [] : [{ statement: statementOf(piece), workIds }]
  })
}

/** Each once, also where two of them have become one. */
function worksOf(piece: StoredEvidence, frozen?: ReadonlySet<number>): number[] {
  const works = (piece[11] ?? []).flatMap(([saidId, workId, counts]) => {
    if (frozen === undefined) return counts ? [workId] : []
    return [saidId, workId].filter((id) => frozen.has(id)).slice(0, 1)
  })
  return [...new Set(works)]
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
