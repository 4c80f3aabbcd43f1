import { type CorrectionKind, correctionKinds } from '@bzpeer/domain'
import type { Mail } from './mailer.ts'

/** What has become of a claim, to be read after "the claim on … at this site". */
const claimSayings: Readonly<Record<string, string>> = {
  'claim.opened': 'was opened. If the record is yours, or the claim is wrong, say so on its page',
  'claim.objected': 'was objected to. A curator decides',
  'claim.objection-withdrawn': 'is not objected to any more by one who did',
  'claim.objection-dismissed': 'stands: a curator dismissed the objection',
  'claim.contested': 'was left to a curator, because the rules do not suffice',
  'claim.reopened': 'takes its course again: nobody stands against it any more',
  'claim.accepted': 'was accepted',
  'claim.rejected': 'was rejected. It can be appealed for thirty days',
  'claim.appealed': 'was appealed. A curator who has not decided about it before looks at it again',
  'claim.appeal-withdrawn': 'is not appealed any more: the decision stands',
  'claim.appeal-dismissed': 'was looked at again, and the decision stands',
  'claim.withdrawn': 'was withdrawn',
  'claim.expired': 'ended, because no email was confirmed in time',
  'claim.revoked': 'was ended by a curator. That can be appealed for thirty days',
  'claim.transferred': 'ended: a curator gave the record to another claim. That can be appealed for thirty days',
}

/** The same of a correction, after its number. */
const correctionSayings: Readonly<Record<string, string>> = {
  'correction.proposed': 'was proposed, and waits for a curator',
  'correction.accepted': 'was accepted, and done. It can be undone',
  'correction.refused': 'was refused: the record stays as it is',
  'correction.withdrawn': 'was withdrawn: the record stays as it is',
  'correction.undone': 'was undone: the record is as it would be without it',
}

export interface News {
  readonly to: string
  readonly act: string
  /** The records that it is about; null: one that is not shown. */
  readonly names: readonly (string | null)[]
  /** Where everything else is said. */
  readonly url: string
  readonly host: string
}

/** Nothing that a person typed stands in it. Undefined where there is nothing to say. */
export function writeClaimMail({ to, act, names, url, host }: News): Mail | undefined {
  const says = claimSayings[act]
  if (says === undefined) return undefined
  return {
    to,
    subject: `A claim at ${host}`,
    text: `The claim on ${sayRecords(names)} at ${host} ${says}.

What was said, and what you can do about it, is on the claim's page:

${url}
`,
  }
}

export interface CorrectionNews extends News {
  readonly kind: CorrectionKind
  readonly number: number
  /** A rule's or a curator's, whom the operator chose; nobody else can have us send their words. */
  readonly reason: string
}

/** Undefined where there is nothing to say. */
export function writeCorrectionMail({
  to,
  act,
  names,
  url,
  host,
  kind,
  number,
  reason,
}: CorrectionNews): Mail | undefined {
  const says = correctionSayings[act]
  if (says === undefined) return undefined
  // A reason may name who is not shown; it stands on the page, for those who may read it.
  const isTold = reason !== '' && !names.includes(null)
  return {
    to,
    subject: `Correction #${number} at ${host}`,
    text: `A correction of ${sayRecords(names)} at ${host} ${says}.

Proposed: ${correctionKinds[kind]}
${isTold ? `Reason: ${toLine(reason, 500)}\n` : ''}
What was said, and what you can do about it, is on the correction's page:

${url}
`,
  }
}

function sayRecords(names: readonly (string | null)[]): string {
  const shown = names.map((name) => (name === null ? 'a record that is not shown' : `the record ${toLine(name, 100)}`))
  return shown.length === 0 ? 'a record' : new Intl.ListFormat('en').format(shown)
}

function toLine(text: string, most: number): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').slice(0, most)
}
