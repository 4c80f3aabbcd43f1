import type { WorkRecord } from '@bzpeer/schema'
import type { Session } from '../session.ts'
import { areBylinesCorrected, correctBylines } from './correct-bylines.ts'

/**
 * The works as their source says them now, with what people decided about their bylines: that stands whatever the source
 * says, and what it says is kept beside.
 * @param stated the same works in the same order, before any merge and before what the rules make of them.
 */
export async function keepCorrections(
  session: Session,
  works: readonly WorkRecord[],
  stated: readonly WorkRecord[],
): Promise<readonly WorkRecord[]> {
  if (works.length === 0 || !(await areBylinesCorrected(session))) return works
  const byRule = await readRuled(session, works)
  const bylines = works.map(({ id, byline }, index) => ({
    workId: id,
    names: byline.map(({ rawName, authorId }, at) => ({
      rawName,
      statedId: stated[index]?.byline[at]?.authorId ?? byRule.get(`${id} ${at + 1}`) ?? authorId,
    })),
  }))
  const corrected = await correctBylines(session, bylines)
  return works.map((work) => withAuthors(work, corrected.get(work.id) ?? []))
}

/** Whose the rules say a name is that its source gives to nobody; `12 1` is the first name on the work 12. */
async function readRuled(session: Session, works: readonly WorkRecord[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.query<{ work_id: number; position: number; author_id: number }>(
    'select work_id, position, author_id from byline_resolutions where work_id = any($1::bigint[]) and author_id is not null',
    [works.map(({ id }) => id)],
  )
  return new Map(rows.map(({ work_id, position, author_id }) => [`${work_id} ${position}`, author_id]))
}

export function withAuthors(work: WorkRecord, authorIds: readonly (number | null)[]): WorkRecord {
  const byline = work.byline.map((slot, at) => ({ ...slot, authorId: authorIds[at] ?? null }))
  return { ...work, byline }
}
