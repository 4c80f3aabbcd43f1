/** Version 1 of the trust score as a table: what each kind of evidence is worth, and how far each bucket goes. */

export type Bucket = 'record' | 'control' | 'authorship' | 'attestation'

export const bucketCaps = { record: 20, control: 35, authorship: 25, attestation: 20 } as const satisfies Record<
  Bucket,
  number
>

interface Rule {
  readonly bucket: Bucket
  /** Points of one piece of evidence; `authorship.supported` computes its own, up to this. */
  readonly points: number
  /** How many pieces of this kind count. */
  readonly atMost: number
  readonly says: string
  /** What would have to happen for this evidence to exist. */
  readonly how: string
  /**
   * What it costs the person whom the record is about, in minutes of their own time once the record is theirs. A rough
   * figure: it orders the ways up, and is part of no score. Where others have to act it counts asking them.
   */
  readonly minutes: number
}

/** What a claim costs in such minutes, before anything that begins with one. */
export const claimMinutes = 10

/** Version 1 of the score. A change of any figure is a new version. */
export const evidenceRules = {
  'record.stable-id': {
    bucket: 'record',
    points: 3,
    atMost: 1,
    says: 'a stable identifier in the source',
    how: 'Import the record from a source that gives authors stable identifiers.',
    minutes: 60,
  },
  'record.persistent-identifier': {
    bucket: 'record',
    points: 3,
    atMost: 1,
    says: 'a work with a persistent identifier',
    how: 'Import a work of this author that has a DOI, an arXiv id or the like.',
    minutes: 45,
  },
  'record.topic': {
    bucket: 'record',
    points: 2,
    atMost: 1,
    says: 'a topic',
    how: 'Import a work with a topic, or with a text that topics can be matched against.',
    minutes: 45,
  },
  'record.close-collaborator': {
    bucket: 'record',
    points: 3,
    atMost: 1,
    says: 'a close collaborator',
    how: 'Import works shared with the same co-authors.',
    minutes: 45,
  },
  'record.affiliation-ror': {
    bucket: 'record',
    points: 4,
    atMost: 1,
    says: 'an affiliation linked to ROR',
    how: 'Propose as a correction, or import, an affiliation that is linked to the Research Organization Registry.',
    minutes: 3,
  },
  'record.duplicates-clear': {
    bucket: 'record',
    points: 5,
    atMost: 1,
    says: 'a duplicate check with no candidate open',
    how: 'Run the duplicate check and settle what it finds.',
    minutes: 5,
  },
  'control.email': {
    bucket: 'control',
    points: 10,
    atMost: 1,
    says: 'a confirmed email',
    how: 'Confirm an email address.',
    minutes: 2,
  },
  'control.orcid': {
    bucket: 'control',
    points: 15,
    atMost: 1,
    says: 'a sign-in with ORCID',
    how: 'Sign in with ORCID.',
    minutes: 4,
  },
  'control.rel-me': {
    bucket: 'control',
    points: 10,
    atMost: 1,
    says: 'a home page that links back',
    how: 'Link a home page to it with rel="me", both ways.',
    minutes: 15,
  },
  'authorship.supported': {
    bucket: 'authorship',
    points: 25,
    atMost: 1,
    says: 'works with independent support',
    how: 'Have works confirmed by your iD in their metadata, by an email of yours on their bylines, or by a co-author at level L4.',
    minutes: 20,
  },
  'attestation.institution': {
    bucket: 'attestation',
    points: 10,
    atMost: 1,
    says: 'an institutional sign-in or email domain',
    how: 'Confirm an email, or sign in, at an institution that ROR maps to an affiliation.',
    minutes: 6,
  },
  'attestation.organisation': {
    bucket: 'attestation',
    points: 10,
    atMost: 1,
    says: 'an assertion by an organisation through ORCID',
    how: 'Have an organisation assert the affiliation in the ORCID record.',
    minutes: 60,
  },
  'attestation.vouch': {
    bucket: 'attestation',
    points: 5,
    atMost: 2,
    says: 'a vouch by an attested co-author',
    how: 'Ask a co-author at level L4 to vouch.',
    minutes: 30,
  },
} as const satisfies Record<string, Rule>

export type EvidenceKind = keyof typeof evidenceRules

/** Counts where it is given; but nothing here collects it, and so it is no way up to offer. */
export const notCollected: ReadonlySet<EvidenceKind> = new Set(['attestation.organisation'])
