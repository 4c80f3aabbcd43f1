import { type ClaimStatus, contestRules, type Evidence, evidenceRules } from '@bzpeer/domain'
import type { ClaimNote, ListedClaimRow } from '@bzpeer/store'
import { toInstant, toLink } from '../present.ts'
import type { ClaimLink, ListedClaim } from './claim-shapes.ts'

export function claimPath(id: string): string {
  return `/claims/${id}`
}

export function toClaimLinks(notes: readonly ClaimNote[] | null): ClaimLink[] {
  return (notes ?? []).map(([id, status, since, windowEndsAt, claimant]) => ({
    id,
    path: claimPath(id),
    status: status as ClaimStatus,
    since: toInstant(since),
    windowEndsAt: toInstant(windowEndsAt),
    claimant,
  }))
}

export function toListedClaim(row: ListedClaimRow): ListedClaim {
  return {
    id: row.id,
    path: claimPath(row.id),
    author: toLink('author', row.author_id, row.author_name),
    claimant: row.account_name,
    status: row.status as ClaimStatus,
    contestReason: reasonOf(row.status, row.contest_rule),
    openedAt: row.opened_at.toISOString(),
    windowEndsAt: row.window_ends_at.toISOString(),
    hasAppeal: row.has_appeal,
    evidence: row.evidence_kinds.map(sayKind),
  }
}

/** Why a curator decides about a contested claim, in words. */
export function reasonOf(status: string, rule: string | null): string | null {
  if (status !== 'contested' || rule === null || !Object.hasOwn(contestRules, rule)) return null
  return contestRules[rule as keyof typeof contestRules]
}

export function sayKind(kind: string): string {
  return Object.hasOwn(evidenceRules, kind) ? evidenceRules[kind as keyof typeof evidenceRules].says : kind
}

/** Whether a piece binds the claimant to this very record, and not only to some address or iD. */
export function isBinding({ kind, independent, matches_byline, both_ways }: Partial<Evidence>): boolean {
  return (
    independent === true || matches_byline === true || both_ways === true || (kind ?? '').startsWith('attestation.')
  )
}
