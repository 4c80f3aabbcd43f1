import type { CorrectionDetails, CorrectionKind, CorrectionStatus, Risk } from '@bzpeer/domain'
import type { Link } from '../link.ts'

/** A record that a correction is about. One that is not shown has neither name nor address for the public. */
export interface CorrectedRecordLink {
  /** `A123` */
  readonly id: string
  readonly name: string
  readonly path: string | null
}

export interface ListedCorrection {
  readonly number: number
  /** `/corrections/12` */
  readonly path: string
  readonly kind: CorrectionKind
  readonly title: string
  readonly status: CorrectionStatus
  readonly openedAt: string
  /** When it was decided, withdrawn or undone; null while it is open. */
  readonly closedAt: string | null
  readonly records: readonly CorrectedRecordLink[]
}

export interface CorrectionList {
  readonly items: readonly ListedCorrection[]
  /** Where the list goes on: `?before=`. */
  readonly next: number | null
}

/** What a person on a correction's page may do. */
export interface CorrectionRights {
  readonly canWithdraw: boolean
  /** `true`, or why not for a curator; undefined for everyone else, and once it is decided. */
  readonly decide: true | string | undefined
  readonly undo: true | string | undefined
}

export interface NameOnByline {
  readonly position: number
  readonly name: string
  /** Whose it is now. */
  readonly author: Link | null
}

export interface CorrectionPage extends ListedCorrection {
  readonly details: CorrectionDetails
  /** Empty where it is for curators alone. */
  readonly statement: string
  readonly isConfidential: boolean
  readonly evidenceUrl: string | null
  /** What the account calls itself; null where a rule proposed it, or it is not said. */
  readonly proposer: string | null
  readonly isByRule: boolean
  readonly decidedAt: string | null
  readonly reason: string | null
  readonly endReason: string | null
  /** Works that it is about, with their authors as they stand now. */
  readonly works: readonly (Link & { readonly year: number | null; readonly authors: string | null })[]
  readonly institutions: readonly Link[]
  /** Of a missing work: the work, once it is on this site, and who stands on its byline. */
  readonly missing: { readonly work: Link | null; readonly byline: readonly NameOnByline[] } | null
  /**
   * Of a request about a record that is hidden already, for curators: by which correction, and the claim of its owner,
   * where it has one. Who asks may be the person, and the others not.
   */
  readonly hiding: { readonly correction: string; readonly ownerClaim: string | null } | null
  /** Of a merge, while it waits: the two records beside each other. */
  readonly comparison: Comparison | null
  readonly log: readonly {
    readonly at: string
    readonly act: string
    readonly by: string
    readonly isByRule: boolean
    readonly reason: string
  }[]
  readonly rights: CorrectionRights
}

/** One thing that a record has; `isShared`: the other record has it too. */
export interface ComparedItem {
  readonly text: string
  readonly path: string | null
  readonly isShared: boolean
}

export interface ComparedRecord extends Link {
  readonly isOwned: boolean
  readonly worksCount: number
}

/** Two records beside each other, aspect by aspect. */
export interface Comparison {
  readonly records: readonly [ComparedRecord, ComparedRecord]
  readonly aspects: readonly {
    readonly name: string
    readonly sides: readonly [readonly ComparedItem[], readonly ComparedItem[]]
    /** Undefined where one of them says nothing. */
    readonly agrees: boolean | undefined
  }[]
  /** Works on which both stand. */
  readonly together: number
  /** Why the two cannot be merged as things stand; undefined where they can. */
  readonly obstacle: string | undefined
  /** What the resolution measured, what decides most first; empty where it did not compare the two. */
  readonly reasons: readonly { readonly says: string; readonly points: number }[]
  /** 0 to 1; null where the resolution did not compare the two. */
  readonly probability: number | null
  /** Whether they are proposed as one and nobody has decided. */
  readonly isOpen: boolean
  /** When and by whom they were told apart; undefined where they were not. `by` is empty where the account states no name or is gone. */
  readonly distinct: { readonly at: string; readonly by: string } | undefined
}

export interface CorrectionForm {
  readonly author: Link
  readonly works: readonly (Link & { readonly year: number | null; readonly rawName: string })[]
  readonly worksCount: number
  readonly institutions: readonly (Link & { readonly years: readonly [number | null, number | null] })[]
}

export const deskKinds = ['claim', 'correction', 'duplicate'] as const
export type DeskKind = (typeof deskKinds)[number]

export interface DeskItem {
  readonly kind: DeskKind
  readonly path: string
  /** What is asked, such as `Two records are one person`. */
  readonly asks: string
  /** About whom. */
  readonly names: readonly string[]
  readonly says: string
  readonly risk: Risk
  readonly since: string
}

export interface DeskPage {
  readonly items: readonly DeskItem[]
  /** Where the queue goes on: `?after=`. */
  readonly next: string | null
}
