import type { ClaimStatus, Permission } from '@bzpeer/domain'
import type { Link } from '../link.ts'

/** A claim on a record, as the record's page and other claims' pages name it. */
export interface ClaimLink {
  readonly id: string
  /** `/claims/0191…` */
  readonly path: string
  readonly status: ClaimStatus
  /** Since when it is open, or accepted. */
  readonly since: string
  readonly windowEndsAt: string
  /** What the account calls itself; empty where it says nothing. */
  readonly claimant: string
}

export interface ListedClaim {
  readonly id: string
  readonly path: string
  readonly author: Link
  readonly claimant: string
  readonly status: ClaimStatus
  /** Why a curator decides, in words; null where none has to. */
  readonly contestReason: string | null
  readonly openedAt: string
  readonly windowEndsAt: string
  readonly hasAppeal: boolean
  /** What speaks for it, in words. */
  readonly evidence: readonly string[]
}

/** What a person on a claim's page may do. */
export interface ClaimRights {
  readonly isClaimant: boolean
  readonly canContest: boolean
  readonly hasObjected: boolean
  readonly canWithdraw: boolean
  readonly canAppeal: boolean
  readonly canWithdrawAppeal: boolean
  /** `true`, or why not for a curator; undefined for everyone else. */
  readonly decide: true | string | undefined
}

/** What somebody who is signed in may do to vouch for a record. */
export interface VouchRight {
  /** By somebody; otherwise there are but words for a former owner to take back. */
  readonly isOwned: boolean
  /** Of the claim that is vouched for; while nobody owns the record, of one that was. */
  readonly claimPath: string
  readonly hasVouched: boolean
  /** `true`, or what it takes. */
  readonly may: Permission
  /** Works on both records that they may confirm, or have confirmed. */
  readonly works: readonly (Link & { readonly year: number | null; readonly isConfirmed: boolean })[]
}

export interface ClaimPage {
  readonly id: string
  readonly path: string
  readonly author: Link
  readonly claimant: string
  readonly status: ClaimStatus
  readonly statement: string
  readonly contestReason: string | null
  readonly openedAt: string
  readonly windowEndsAt: string
  readonly endedAt: string | null
  readonly mine: number
  readonly notMine: number
  readonly evidence: readonly {
    readonly says: string
    readonly issuer: string
    readonly source: string
    readonly since: string
    readonly until: string | null
    /** Whether it binds the claimant to this very record. */
    readonly binds: boolean
  }[]
  readonly objections: readonly {
    readonly by: string
    readonly kind: 'contest' | 'appeal'
    readonly reason: string
    readonly url: string | null
    readonly at: string
    readonly outcome: string | null
  }[]
  readonly rivals: readonly ClaimLink[]
  readonly log: readonly {
    readonly at: string
    readonly act: string
    readonly by: string
    readonly isByRule: boolean
    readonly reason: string
  }[]
  readonly rights: ClaimRights
}

/** The first step of a claim: what the record is, and what there is to show for it. */
export interface ClaimForm {
  readonly author: Link
  readonly works: readonly (Link & {
    readonly year: number | null
    /** The name on the byline. */
    readonly rawName: string
    /** The byline's name could be the account's. */
    readonly isLikely: boolean
  })[]
  readonly worksCount: number
  /** Works that may be missing: the name on the byline leads to nobody, and could be the record's. */
  readonly missing: readonly (Link & {
    readonly year: number | null
    readonly rawName: string
    /** 1-based. */
    readonly position: number
    /** Co-authors of the record on the same byline. */
    readonly known: number
  })[]
  /** Records that may be the same person's. */
  readonly resembling: readonly (Link & { readonly works: number })[]
  /** What the account can show already, in words, and whether it binds to this very record. */
  readonly evidence: readonly { readonly says: string; readonly source: string; readonly binds: boolean }[]
  /** iDs that the record carries and the account has not signed in with. */
  readonly missingOrcids: readonly string[]
  readonly others: readonly ClaimLink[]
  readonly windowDays: number
  readonly hasEmail: boolean
}
