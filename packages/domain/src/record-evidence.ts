import type { Evidence } from './trust.ts'

/** What the public record alone says about an author. Instants are ISO 8601. */
export interface RecordFacts {
  /** `A123` */
  readonly authorId: string
  /** The source that gives the record, and when it was taken over. */
  readonly source: string
  readonly observedAt: string
  /** An identifier by which one of the works can be found, such as `arxiv:2204.00595`. */
  readonly identifiedBy: string | null
  readonly topic: string | null
  readonly closeCollaborator: string | null
  /** A ROR id, of an affiliation. */
  readonly ror: string | null
}

/** The evidence that exists for any record, claimed or not. Accounts only add to it. */
export function recordEvidence(facts: RecordFacts): Evidence[] {
  const { source, observedAt } = facts
  const here = 'this site'
  const derived = (kind: Evidence['kind'], from: string | null): Evidence[] =>
    from === null ? [] : [{ kind, issuer: here, observed_at: observedAt, expires_at: null, source: from }]
  return [
    {
      kind: 'record.stable-id',
      issuer: source,
      observed_at: observedAt,
      expires_at: null,
      source: `${source}/${facts.authorId}`,
    },
    ...derived('record.persistent-identifier', facts.identifiedBy),
    ...derived('record.topic', facts.topic),
    ...derived('record.close-collaborator', facts.closeCollaborator),
    ...derived('record.affiliation-ror', facts.ror === null ? null : `https://ror.org/${facts.ror}`),
  ]
}
