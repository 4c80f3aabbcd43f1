import { sql } from 'kysely'
import type { Store, StoreTransaction } from '../store.ts'
import type { BlockScope } from './block-pages.ts'
import { emptyResolutionTally, type ResolutionTally } from './resolution-writer.ts'

/** How far a resolution of everything has come: what it goes on from when it is called again. */
export interface ResolutionProgress {
  /** The last block that is done, with what stands in `tally`; empty before the first. */
  readonly afterBlock: string
  readonly blocks: number
  readonly tally: ResolutionTally
}

const key = 'resolution'

/** Undefined where the last one came to its end. */
export async function findUnfinishedResolution({ db }: Pick<Store, 'db'>): Promise<ResolutionProgress | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value as ResolutionProgress | undefined
}

export const emptyResolutionProgress: ResolutionProgress = { afterBlock: '', blocks: 0, tally: emptyResolutionTally }

/** Notes how far it has come, in the transaction of the blocks it has done. */
export async function noteResolution({ db }: StoreTransaction, progress: ResolutionProgress): Promise<void> {
  const value = JSON.stringify(progress)
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

export async function finishResolution({ db }: Store): Promise<void> {
  await db.deleteFrom('meta').where('key', '=', key).execute()
}

export async function countBlocks({ db }: Pick<Store, 'db'>, scope: BlockScope): Promise<number> {
  const ofRecords = scope === 'all' ? sql`select block from author_blocks union` : sql``
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      ${ofRecords} select distinct block from byline_resolutions where author_id is null and block <> '') b`.execute(db)
  return rows[0]?.count ?? 0
}
