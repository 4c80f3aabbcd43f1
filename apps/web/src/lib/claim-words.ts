import type { ClaimStatus } from '@bzpeer/domain'

/** What a claim's status is called, and what it means for whoever looks at it. */
export const claimWords = {
  open: { name: 'Open', says: 'Anyone may object until the challenge window ends.' },
  contested: { name: 'Contested', says: 'The rules do not suffice: a curator decides.' },
  accepted: { name: 'Accepted', says: 'The claimant owns the record.' },
  rejected: { name: 'Rejected', says: 'A curator decided against it.' },
  withdrawn: { name: 'Withdrawn', says: 'The claimant gave it up.' },
  expired: { name: 'Expired', says: 'No email was confirmed in time.' },
  revoked: { name: 'Revoked', says: 'A curator ended it after it had been accepted.' },
  transferred: { name: 'Given to another', says: 'A curator gave the record to another claim.' },
} as const satisfies Record<ClaimStatus, { readonly name: string; readonly says: string }>

const acts: Readonly<Record<string, string>> = {
  'claim.opened': 'Claim opened',
  'claim.objected': 'Objection',
  'claim.objection-withdrawn': 'Objection taken back',
  'claim.objection-dismissed': 'Objection dismissed',
  'claim.contested': 'Left to a curator',
  'claim.reopened': 'Taken up again',
  'claim.moved': 'Moved with its record',
  'claim.accepted': 'Accepted',
  'claim.rejected': 'Rejected',
  'claim.appealed': 'Appeal',
  'claim.appeal-withdrawn': 'Appeal taken back',
  'claim.appeal-dismissed': 'Appeal dismissed',
  'claim.withdrawn': 'Withdrawn',
  'claim.expired': 'Expired',
  'claim.revoked': 'Revoked',
  'claim.transferred': 'Given to another claim',
  'home-page.checked': 'Home page looked at',
}

export function sayAct(act: string): string {
  return acts[act] ?? act
}

/** Who claims, where the account states no name. */
export function sayClaimant(name: string): string {
  return name === '' ? 'Somebody who states no name' : name
}
