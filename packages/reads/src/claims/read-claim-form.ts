import { type ClaimPolicy, collectEvidence, couldBeNamed } from '@bzpeer/domain'
import { findAccount, findClaimForm, readClaimantFacts } from '@bzpeer/store'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import type { ClaimForm } from './claim-shapes.ts'
import { isBinding, sayKind, toClaimLinks } from './present-claims.ts'

/** What somebody who is signed in sees before they claim a record: its works, and what they can show already. */
export async function readClaimForm(
  { db, now }: ReadContext,
  {
    authorId,
    accountId,
    policy,
  }: { readonly authorId: number; readonly accountId: string; readonly policy: ClaimPolicy },
): Promise<ClaimForm | undefined> {
  const [row, account, facts] = await Promise.all([
    findClaimForm(db, authorId),
    findAccount(db, accountId, now()),
    readClaimantFacts(db, { accountId, authorId }, now()),
  ])
  if (row === undefined || account === undefined) return undefined
  const evidence = collectEvidence(facts)
  return {
    author: toLink('author', row.id, row.display_name),
    works: row.works.map(([id, title, year, rawName]) => ({
      ...toLink('work', id, title),
      year,
      rawName,
      isLikely: couldBeNamed(account.name === '' ? row.display_name : account.name, [rawName]),
    })),
    worksCount: row.works_count,
    evidence: evidence.map((piece) => ({ says: sayKind(piece.kind), source: piece.source, binds: isBinding(piece) })),
    missingOrcids: row.orcids.filter((orcid) => !account.orcids.includes(orcid)),
    others: toClaimLinks(row.claims),
    windowDays: policy.windowDays,
    hasEmail: account.emails.length > 0,
  }
}
