import { levelNames, type VerificationLevel } from '@bzpeer/domain'

interface Rung {
  readonly level: VerificationLevel
  readonly name: string
  readonly provenBy: string
  readonly unlocks: string
}

const texts: readonly { readonly provenBy: string; readonly unlocks: string }[] = [
  {
    provenBy: 'A name on a byline that resolves to no record.',
    unlocks: 'Nothing yet; the page is not listed for search engines.',
  },
  {
    provenBy: 'A record with a stable id and at least one work with a resolvable identifier.',
    unlocks: 'A public page, followers and corrections.',
  },
  {
    provenBy: 'An account with a confirmed email whose claim stood through its open challenge window.',
    unlocks: 'The owner’s edits, and invitations in and out.',
  },
  {
    provenBy:
      'A sign-in with ORCID whose iD stands independently on one of the works or in the source; or a confirmed email equal to a byline’s; or a home page that links back.',
    unlocks: 'A mark that says what was verified.',
  },
  {
    provenBy:
      'A sign-in or email at an institution that ROR maps to an affiliation, or two vouches from attested co-authors. No institution is ever required.',
    unlocks: 'Vouching for others, and confirming works of co-authors.',
  },
  {
    provenBy: 'Two independent proofs of attestation, one renewed within 24 months, and no open dispute.',
    unlocks: 'Curating for an organisation.',
  },
]

/** L0 to L5 in order: what proves each level and what it unlocks. */
export const verificationLadder: readonly Rung[] = texts.map((text, index) => {
  const level = index as VerificationLevel
  return { level, name: levelNames[level], ...text }
})
