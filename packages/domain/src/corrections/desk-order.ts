import type { CorrectionKind } from './correction.ts'

/** What waits for a curator, as far as its place in the queue depends on it. */
export type DeskCase =
  | { readonly kind: 'claim'; readonly hasOwner: boolean; readonly isAppeal: boolean }
  | { readonly kind: 'correction'; readonly correction: CorrectionKind; readonly isOwned: boolean }
  | { readonly kind: 'duplicate'; readonly isOwned: boolean }

export const risks = ['low', 'medium', 'high'] as const
export type Risk = (typeof risks)[number]

/**
 * What goes wrong while a case waits, or if it is decided wrongly. High: somebody's wish not to be seen, a person's right
 * to their page, or a record that somebody owns becoming another's. Medium: the identity of a record. Low: one fact.
 */
export function riskOf(it: DeskCase): Risk {
  switch (it.kind) {
    case 'claim':
      return it.isAppeal || it.hasOwner ? 'high' : 'medium'
    case 'correction':
      if (it.correction === 'hide') return 'high'
      if (it.correction === 'wrong-affiliation') return 'low'
      if (it.isOwned) return 'high'
      return it.correction === 'missing-work' || it.correction === 'not-my-work' ? 'low' : 'medium'
    case 'duplicate':
      return it.isOwned ? 'medium' : 'low'
  }
}

/** A risk counts like so many days of waiting. */
const headStartDays: Readonly<Record<Risk, number>> = { low: 0, medium: 7, high: 21 }

/** For how many days of waiting the risk of a case counts. What has waited longest by that comes first. */
export function headStartOf(it: DeskCase): number {
  return headStartDays[riskOf(it)]
}
