import { type MergingRecord, personSchemes } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import { readCorrectedRecords, type StoreTransaction } from '@bzpeer/store'
import { NotAllowedError, NotFoundError } from '../action-context.ts'

export interface CorrectedRecord extends MergingRecord {
  readonly name: string
}

/** The records with these ids, in the order of these. @throws {NotFoundError} where one is not there, or merged away. */
export async function loadRecords(tx: StoreTransaction, ids: readonly number[]): Promise<CorrectedRecord[]> {
  const rows = new Map((await readCorrectedRecords(tx.db, ids, personSchemes)).map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = rows.get(id)
    if (row === undefined) throw new NotFoundError(`The record ${formatId({ kind: 'author', id })}`)
    const { name, is_hidden, owner_id, owner_orcids, identifiers } = row
    return { id, name, isHidden: is_hidden, ownerId: owner_id, ownerOrcids: owner_orcids, identifiers }
  })
}

/** @throws {NotFoundError} where it is not there. */
export async function loadRecord(tx: StoreTransaction, id: number): Promise<CorrectedRecord> {
  const [record] = await loadRecords(tx, [id])
  if (record === undefined) throw new Error('internal: as many records as ids')
  return record
}

/** @throws {NotAllowedError} where one of them is: what is changed about it would bring it back in other places. */
export function assertNoneHidden(records: readonly Pick<CorrectedRecord, 'isHidden'>[]): void {
  if (records.some(({ isHidden }) => isHidden))
    throw new NotAllowedError('A record that is hidden on request is not corrected. It has to be shown again before.')
}
