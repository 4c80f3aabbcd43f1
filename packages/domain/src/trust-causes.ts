/** What can change trust in an author besides time, in words that the history of it shows. */
export const trustCauses = {
  'claim.accepted': 'A claim was accepted',
  'claim.ended': 'A claim ended',
  'evidence.added': 'Evidence was added',
  'evidence.revoked': 'Evidence was taken back',
  'dispute.opened': 'A dispute was opened',
  'dispute.settled': 'A dispute was settled',
  'record.corrected': 'The record was corrected',
  'record.imported': 'Sources changed the record',
} as const

export type TrustCause = keyof typeof trustCauses
