import type { WorkRecord } from '@bzpeer/schema'
import { rewriteWorks } from '../records/rewrite-works.ts'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'
import { correctBylines } from './correct-bylines.ts'
import { withAuthors } from './keep-corrections.ts'

/** Writes the works again as the decisions and statements about their bylines say by now. */
export async function settleBylines(tx: StoreTransaction, workIds: readonly number[]): Promise<void> {
  await rewriteWorks(tx, workIds, async (works) => {
    const statements = await readStatements(tx.session, works)
    const bylines = works.map(({ id, byline }) => ({
      workId: id,
      names: byline.map(({ rawName, authorId }, at) => {
        const kept = statements.get(`${id} ${at + 1}`)
        return { rawName, statedId: kept === undefined ? authorId : kept.statedId }
      }),
    }))
    const corrected = await correctBylines(tx.session, bylines)
    return works.map((work) => withAuthors(work, corrected.get(work.id) ?? []))
  })
}

async function readStatements(
  session: Session,
  works: readonly WorkRecord[],
): Promise<ReadonlyMap<string, { readonly statedId: number | null }>> {
  const { rows } = await session.query<{ work_id: number; position: number; author_id: number | null }>(
    'select work_id, position, author_id from byline_statements where work_id = any($1::bigint[])',
    [works.map(({ id }) => id)],
  )
  return new Map(rows.map((row) => [`${row.work_id} ${row.position}`, { statedId: row.author_id }]))
}
