import { readClaimsForExport, type Store } from '@bzpeer/store'

/** What claims hold about a person, for the export of everything about them. */
export async function exportClaims(accountId: string, store: Store): Promise<Record<string, unknown>> {
  return { ...(await readClaimsForExport(store.reading, accountId)) }
}
