import { type ClaimPolicy, collectEvidence, couldBeNamed } from '@bzpeer/domain'
import { findAccount, findClaimForm, listResembling, listSuggestedWorks, readClaimantFacts } from '@bzpeer/store'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import type { ClaimForm } from './claim-shapes.ts'
import { isBinding, sayKind, toClaimLinks } from './present-claims.ts'

const missingShown = 10
const resemblingShown = 5

/** What somebody who is signed in sees before they claim a record: its works, and what they can show already. */
export async function readClaimForm(
  { db, now }: ReadContext,
  {
    authorId,
    accountId,
    policy,
  }: { readonly authorId: number; readonly accountId: string; readonly policy: ClaimPolicy },
): Promise<ClaimForm | undefined> {
  const [row, account, suggested, resembling, facts] = await Promise.all([
    findClaimForm(db, authorId),
    findAccount(db, accountId, now()),
    listSuggestedWorks(db, authorId),
    listResembling(db, authorId, resemblingShown),
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
    missing: suggested
      .filter(({ raw_name: rawName }) => couldBeNamed(row.display_name, [rawName]))
      .slice(0, missingShown)
      .map((each) => ({
        ...toLink('work', each.work_id, each.title),
        year: each.publication_year,
        rawName: each.raw_name,
        position: each.position,
        known: each.known,
      })),
    resembling: resembling.map((each) => ({
      ...toLink('author', each.id, each.display_name),
      works: each.works_count,
    })),
    evidence: evidence.map((piece) => ({ says: sayKind(piece.kind), source: piece.source, binds: isBinding(piece) })),
    missingOrcids: row.orcids.filter((orcid) => !account.orcids.includes(orcid)),
    others: toClaimLinks(row.claims),
    windowDays: policy.windowDays,
    hasEmail: account.emails.length > 0,
  }
}
