import type { Mail } from './mailer.ts'

/** What has become of a claim, to be read after "the claim on … at this site". Nothing that a person typed stands in it. */
const sayings: Readonly<Record<string, string>> = {
  'claim.opened': 'was opened. If the record is yours, or the claim is wrong, say so on its page',
  'claim.objected': 'was objected to. A curator decides',
  'claim.objection-withdrawn': 'is not objected to any more by one who did',
  'claim.objection-dismissed': 'stands: a curator dismissed the objection',
  'claim.contested': 'was left to a curator, because the rules do not suffice',
  'claim.reopened': 'takes its course again: nobody stands against it any more',
  'claim.accepted': 'was accepted',
  'claim.rejected': 'was rejected. It can be appealed for thirty days',
  'claim.appealed': 'was appealed. A curator who has not decided about it before looks at it again',
  'claim.appeal-dismissed': 'was looked at again, and the decision stands',
  'claim.withdrawn': 'was withdrawn',
  'claim.expired': 'ended, because no email was confirmed in time',
  'claim.revoked': 'was ended by a curator. That can be appealed for thirty days',
  'claim.transferred': 'ended: a curator gave the record to another claim. That can be appealed for thirty days',
}

export interface ClaimNews {
  readonly to: string
  readonly act: string
  readonly authorName: string
  /** The claim's page, where everything else is said. */
  readonly url: string
  readonly host: string
}

/** Undefined where there is nothing to say about it. */
export function writeClaimMail({ to, act, authorName, url, host }: ClaimNews): Mail | undefined {
  const says = sayings[act]
  if (says === undefined) return undefined
  const name = authorName.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 100)
  return {
    to,
    subject: `A claim at ${host}`,
    text: `The claim on the record ${name} at ${host} ${says}.

What was said, and what you can do about it, is on the claim's page:

${url}
`,
  }
}
