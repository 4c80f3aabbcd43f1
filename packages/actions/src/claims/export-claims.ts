import { readClaimsForExport, readCorrectionsForExport, type Store } from '@bzpeer/store'

/** What claims and corrections hold about a person, for the export of everything about them. */
export async function exportClaims(accountId: string, store: Store): Promise<Record<string, unknown>> {
  const corrections = await readCorrectionsForExport(store.reading, accountId)
  return { ...(await readClaimsForExport(store.reading, accountId)), corrections }
}
