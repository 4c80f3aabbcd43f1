/** What an account has shown so far, and what of it stands on a record as well. */
export interface ClaimantFacts {
  readonly emails: readonly ClaimantEmail[]
  readonly orcids: readonly ClaimantOrcid[]
  readonly institutionSignIns: readonly InstitutionSignIn[]
  /** Affiliations of the record that ROR knows, with the address of their home page. */
  readonly institutions: readonly { readonly ror: string; readonly name: string; readonly homepageUrl: string }[]
}

export interface ClaimantEmail {
  readonly email: string
  readonly renewedAt: string
  readonly lapsesAt: string | null
  /** Works of the record on whose byline the address stands beside this author: in the order of their ids, a thousand at most. */
  readonly bylineWorkIds: readonly number[]
}

export interface ClaimantOrcid {
  readonly orcid: string
  readonly renewedAt: string
  /** A source, or a byline of one of the works, says that the iD is this author's. */
  readonly isOnRecord: boolean
}

export interface InstitutionSignIn {
  readonly issuer: string
  readonly claims: Readonly<Record<string, unknown>>
  readonly renewedAt: string
}
