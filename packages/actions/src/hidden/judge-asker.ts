import { collectEvidence, couldBeNamed, type HidingVerdict, judgeHiding } from '@bzpeer/domain'
import { readAskerFacts, readClaimantFacts, type StoreTransaction } from '@bzpeer/store'

/**
 * Whether the rules let an account hide a record, or show it again, by what it can show at this instant. Locks nothing:
 * who decides by it holds the record's claims locked.
 */
export async function judgeAsker(
  { db }: Pick<StoreTransaction, 'db'>,
  asker: { readonly accountId: string; readonly authorId: number },
  at: Date,
): Promise<HidingVerdict> {
  const [shown, known] = [await readClaimantFacts(db, asker, at), await readAskerFacts(db, asker)]
  const ownOrcids = new Set(shown.orcids.map(({ orcid }) => orcid))
  const others = known.claims.filter(({ accountId }) => accountId !== asker.accountId)
  const own = known.claims.filter(({ accountId }) => accountId === asker.accountId)
  return judgeHiding(
    {
      evidence: collectEvidence(shown),
      isOwner: own.some(({ status }) => status === 'accepted'),
      isOwnedByAnother: others.some(({ status }) => status === 'accepted'),
      isClaimedByAnother: others.some(({ status }) => status !== 'accepted'),
      nameFits: couldBeNamed(known.accountName, known.authorNames),
      lacksRecordOrcid: known.recordOrcids.length > 0 && !known.recordOrcids.some((orcid) => ownOrcids.has(orcid)),
    },
    at,
  )
}
