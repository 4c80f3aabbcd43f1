import type { Permission } from '../claims/claim-policies.ts'
import { strengthOf } from '../claims/claim-rules.ts'
import { type Evidence, isValidAt } from '../evidence.ts'

/** What is known of somebody who asks for a record to be hidden, or shown again. */
export interface HidingFacts {
  /** What the account has shown about this record, by the collectors. */
  readonly evidence: readonly Evidence[]
  /** Since when their claim on the record is accepted; null where it is not. */
  readonly ownerSince: Date | null
  /** Somebody else's claim on the record is accepted. */
  readonly isOwnedByAnother: boolean
  /** Somebody else has claimed the record, and it is not decided. */
  readonly isClaimedByAnother: boolean
}

/** Why a request is granted at once, or waits for a curator, in words that are shown. */
export const hidingRules = {
  'owner-asks': 'The owner of the record asks for it.',
  'person-asks': 'Who asks has shown to be the person that the record is about.',
  'claimed-by-another': 'Somebody else owns this record, or has claimed it too: a curator hears both.',
  'not-proven': 'Nothing that was shown so far binds who asks to this record: a curator looks at what they say.',
} as const

export type HidingRule = keyof typeof hidingRules

export interface HidingVerdict {
  readonly isGranted: boolean
  readonly rule: HidingRule
  readonly ownerSince: Date | null
}

/**
 * Whether a rule hides a record at once for whoever asks, or shows it again. It takes what nobody else can show: the
 * owner's claim, an iD or an address that somebody else put on the record. An institution has many people, and whoever
 * asks chooses what they call themselves: a curator looks at that, and at a home page, which anyone can make. No rule goes over the
 * head of an owner; a claim that is not decided stops nobody who has shown more, or it would be a way to stop them.
 */
export function judgeHiding(facts: HidingFacts, at: Date): HidingVerdict {
  const { ownerSince } = facts
  if (ownerSince !== null) return { isGranted: true, rule: 'owner-asks', ownerSince }
  if (facts.isOwnedByAnother) return { isGranted: false, rule: 'claimed-by-another', ownerSince }
  const valid = facts.evidence.filter((piece) => isValidAt(piece, at))
  if (strengthOf(valid) === 'strong') return { isGranted: true, rule: 'person-asks', ownerSince }
  if (facts.isClaimedByAnother) return { isGranted: false, rule: 'claimed-by-another', ownerSince }
  return { isGranted: false, rule: 'not-proven', ownerSince }
}

/**
 * Whether a rule shows a hidden record again for whoever asks: for who asked for it to be hidden, while they can still
 * show what they showed then, and for who owned it already when it was hidden, and still does. Everybody else asks a
 * curator.
 */
export function canShowAgain(
  { isGranted, ownerSince }: HidingVerdict,
  { hasAsked, hiddenAt }: { readonly hasAsked: boolean; readonly hiddenAt: Date | null },
): Permission {
  const wasOwner = ownerSince !== null && hiddenAt !== null && ownerSince < hiddenAt
  if (!hasAsked && !wasOwner)
    return 'Only who asked for it, who owned the record before it was hidden or a curator can have it shown again.'
  return (
    isGranted ||
    'What bound you to this record when you asked does not any more. Confirm your address or sign in with ORCID again, or ask a curator.'
  )
}
