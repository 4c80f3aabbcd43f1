import type { ColumnType, Generated } from 'kysely'

/** Claims, what speaks for and against them, and who decided; `migrations/0005-claims.ts` says more. */
export interface ClaimTables {
  claims: ClaimsTable
  claim_works: { claim_id: string; work_id: number; is_mine: boolean }
  claim_objections: ClaimObjectionsTable
  evidence: EvidenceTable
  decisions: DecisionsTable
}

export interface ClaimsTable {
  id: string
  author_id: number
  account_id: string
  /** One of `ClaimStatus` of the domain. */
  status: string
  statement: string
  opened_at: Date
  window_ends_at: Date
  /** Until then the rules have nothing to say; null: until the window ends. */
  waits_until: Date | null
  /** Since when the rules do not suffice and a curator decides; null while they do. */
  contested_at: Date | null
  /** Which rule did not suffice: `ContestRule` of the domain. */
  contest_rule: string | null
  accepted_at: Date | null
  ended_at: Date | null
}

export interface ClaimObjectionsTable {
  id: string
  claim_id: string
  author_id: number
  account_id: string
  kind: 'contest' | 'appeal'
  reason: string
  evidence_url: string | null
  opened_at: Date
  resolved_at: Date | null
  /** `moot`: the claim ended without a decision. */
  outcome: 'upheld' | 'dismissed' | 'withdrawn' | 'moot' | null
}

export interface EvidenceTable {
  id: string
  author_id: number
  /** Counts for the score while this claim is the accepted one; null: about the record itself. */
  claim_id: string | null
  account_id: string | null
  /** One of `EvidenceKind` of the domain. */
  kind: string
  issuer: string
  source: string
  observed_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  supported: number | null
  total: number | null
  closes_triangle: boolean | null
  /** What else the kind states, as the domain's rules name it. */
  detail: ColumnType<Record<string, unknown>, string | undefined, string>
}

export interface DecisionsTable {
  id: string
  at: Date
  /** Such as `claim.accepted`. */
  act: string
  author_id: number | null
  /** What it is about: `claim:<id>`, `correction:<number>`, `account:<id>`. */
  subject: string
  /** Who decided, or else by which rule. */
  account_id: string | null
  rule: string | null
  reason: string
  /** The evidence as it stood when it was decided. */
  evidence: ColumnType<unknown[], string | undefined, never>
  /** The place in the log. */
  ordinal: Generated<number>
}
