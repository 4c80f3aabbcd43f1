import type { TrustCause } from '@bzpeer/domain'
import {
  hasOnlyLapsed,
  listAliveClaims,
  listClaimedRecords,
  lockClaims,
  recordTrustChange,
  type Store,
} from '@bzpeer/store'
import { syncEvidence } from './sync-evidence.ts'

/**
 * Carries changes of the records over to the claims on them, after an import or a resolution, each record in one
 * transaction: evidence comes and goes with what stands there by now, and trust with it, also where a merge of records
 * has frozen it. Safe to interrupt and to call again. Windows stay as they are: whoever watches a claim is not told of an
 * import; what the rules say about a claim by now is done with what is due (`settleClaims`).
 */
export async function followRecords(context: { readonly store: Store; now(): Date }): Promise<void> {
  const { store } = context
  for (const authorId of await listClaimedRecords(store.db)) {
    await store.transaction(async (tx) => {
      await lockClaims(tx, authorId)
      const at = context.now()
      const synced = { added: 0, revoked: 0 }
      for (const claim of await listAliveClaims(tx.db, authorId)) {
        const { added, revoked } = await syncEvidence(tx, claim, { at, policy: null, from: at })
        synced.added += added
        synced.revoked += revoked
      }
      const isAsBefore = synced.added + synced.revoked === 0 && (await hasOnlyLapsed(tx, authorId, at))
      if (!isAsBefore) await recordTrustChange(tx, authorId, at, causeOf(synced))
    })
  }
}

function causeOf({ added, revoked }: { readonly added: number; readonly revoked: number }): TrustCause {
  if (added > 0) return 'evidence.added'
  return revoked > 0 ? 'evidence.revoked' : 'record.imported'
}
