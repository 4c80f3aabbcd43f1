import type { Evidence } from './evidence.ts'
import type { CountedEvidence, Trust } from './trust.ts'

/**
 * Trust as the interface gives it and as it is recomputed from exported evidence. Both write it with this, so that
 * one and the same evidence comes out as the same bytes, whatever order its members came in.
 */
export function toTrustJson({ version, score, band, frozen, evidence, raise }: Trust): object {
  return { version, score, band, frozen, evidence: evidence.map(toCountedJson), raise }
}

function toCountedJson({ kind, bucket, points, ...piece }: CountedEvidence): object {
  return { kind, bucket, points, ...statementOf(piece) }
}

/** A piece of evidence with its members in their order, and those alone that it has. */
export function toEvidenceJson({ kind, ...piece }: Evidence): object {
  return { kind, ...statementOf(piece) }
}

function statementOf(piece: Omit<Evidence, 'kind'>): object {
  const { issuer, observed_at, expires_at, source } = piece
  const { revoked_at, supported, total, closes_triangle, independent, matches_byline, both_ways, by, institution } =
    piece
  const more = {
    revoked_at,
    supported,
    total,
    closes_triangle,
    independent,
    matches_byline,
    both_ways,
    by,
    institution,
  }
  // What is undefined is left out here as it would be in JSON, so that both compare equal.
  const stated = Object.entries(more).filter(([, value]) => value !== undefined)
  return { issuer, observed_at, expires_at, source, ...Object.fromEntries(stated) }
}
