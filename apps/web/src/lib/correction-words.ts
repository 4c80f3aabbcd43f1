import type { CorrectionStatus, Risk } from '@bzpeer/domain'
import type { DeskKind } from '@bzpeer/reads'

/** What a correction's status is called, and what it means for whoever looks at it. */
export const correctionWords = {
  open: { name: 'Open', says: 'It waits for a curator.' },
  accepted: { name: 'Accepted', says: 'The record says so from now on, whatever its sources say. It can be undone.' },
  refused: { name: 'Refused', says: 'The record stays as it is.' },
  withdrawn: { name: 'Withdrawn', says: 'Whoever proposed it took it back.' },
  undone: { name: 'Undone', says: 'It was accepted, and taken back: the record is as its sources state it.' },
} as const satisfies Record<CorrectionStatus, { readonly name: string; readonly says: string }>

const acts: Readonly<Record<string, string>> = {
  'correction.proposed': 'Proposed',
  'correction.accepted': 'Accepted',
  'correction.refused': 'Refused',
  'correction.withdrawn': 'Withdrawn',
  'correction.undone': 'Undone',
}

export function sayCorrectionAct(act: string): string {
  return acts[act] ?? act
}

export const riskWords: Readonly<Record<Risk, string>> = { low: 'Low risk', medium: 'Medium risk', high: 'High risk' }

export const deskWords: Readonly<Record<DeskKind, string>> = {
  claim: 'Claims and disputes',
  correction: 'Corrections',
  duplicate: 'Duplicates',
}
