import type { Evidence } from './evidence.ts'

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
  /** Works of the author, and how many have independent support. */
  readonly works: number
  readonly supportedWorks: number
  /** When this site last looked for other records of the same person; null where it has not. */
  readonly duplicatesCheckedAt: string | null
  /** It found a candidate that nobody has settled. */
  readonly hasOpenCandidates: boolean
}

/** The evidence that exists for any record, claimed or not. Accounts only add to it. */
export function recordEvidence(facts: RecordFacts): Evidence[] {
  const { source, observedAt } = facts
  const stated = { issuer: source, observed_at: observedAt, expires_at: null, source: `${source}/${facts.authorId}` }
  const derived = (kind: Evidence['kind'], from: string | null, at = observedAt): Evidence[] =>
    from === null ? [] : [{ kind, issuer: 'this site', observed_at: at, expires_at: null, source: from }]
  const page = `/authors/${facts.authorId}`
  return [
    { kind: 'record.stable-id', ...stated },
    ...derived('record.persistent-identifier', facts.identifiedBy),
    ...derived('record.topic', facts.topic),
    ...derived('record.close-collaborator', facts.closeCollaborator),
    ...derived('record.affiliation-ror', facts.ror === null ? null : `https://ror.org/${facts.ror}`),
    ...derived('record.duplicates-clear', isFoundClear(facts) ? page : null, facts.duplicatesCheckedAt ?? observedAt),
    // Also where no work has support: how many there are says what there is to gain.
    ...derived('authorship.supported', facts.works > 0 ? page : null).map((piece) => ({
      ...piece,
      supported: Math.min(facts.supportedWorks, facts.works),
      total: facts.works,
    })),
  ]
}

function isFoundClear({ duplicatesCheckedAt, hasOpenCandidates }: RecordFacts): boolean {
  return duplicatesCheckedAt !== null && !hasOpenCandidates
}
