import { collectEvidence, type HidingVerdict, judgeHiding } from '@bzpeer/domain'
import { listSayingClaims, readClaimantFacts, type StoreTransaction } from '@bzpeer/store'

/**
 * Whether the rules let an account hide a record, or show it again, by what it can show at this instant. Locks nothing:
 * who decides by it holds the record's claims locked.
 */
export async function judgeAsker(
  { db }: Pick<StoreTransaction, 'db'>,
  asker: { readonly accountId: string; readonly authorId: number },
  at: Date,
): Promise<HidingVerdict> {
  const [shown, claims] = [await readClaimantFacts(db, asker, at), await listSayingClaims(db, asker.authorId)]
  const others = claims.filter(({ account_id }) => account_id !== asker.accountId)
  const owned = claims.find(({ account_id, status }) => account_id === asker.accountId && status === 'accepted')
  return judgeHiding(
    {
      evidence: collectEvidence(shown),
      ownerSince: owned?.accepted_at ?? null,
      isOwnedByAnother: others.some(({ status }) => status === 'accepted'),
      isClaimedByAnother: others.some(({ status }) => status !== 'accepted'),
    },
    at,
  )
}
