import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Rows } from '../bulk.ts'
import type { Store, StoreTransaction } from '../store.ts'

/** What has become of the lines of one file, or of all files together. */
export interface ImportTally {
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
}

export const emptyTally: ImportTally = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
}

/** A file as it was when its import began. */
export interface ImportedFile {
  readonly path: string
  readonly size: number
  readonly modifiedAt: Date
}

export interface FileProgress {
  readonly linesDone: number
  readonly isDone: boolean
  readonly tally: ImportTally
}

export interface ImportRun {
  readonly id: string
  readonly isResumed: boolean
  /** One for each file, in order. */
  readonly progress: readonly FileProgress[]
}

/** Continues the last run over just these files where it was cut off, or begins a new one. */
export async function beginRun(store: Store, files: readonly ImportedFile[], now: Date): Promise<ImportRun> {
  return store.transaction(async (tx) => (await findUnfinished(tx, files)) ?? (await createRun(tx, files, now)))
}

async function findUnfinished(
  { db }: StoreTransaction,
  files: readonly ImportedFile[],
): Promise<ImportRun | undefined> {
  const run = await db
    .selectFrom('import_runs')
    .select('id')
    .where('finished_at', 'is', null)
    .where('abandoned', '=', false)
    .orderBy('started_at', 'desc')
    .executeTakeFirst()
  if (run === undefined) return undefined
  const rows = await db.selectFrom('import_files').selectAll().where('run_id', '=', run.id).orderBy('ordinal').execute()
  const isSame = rows.length === files.length && rows.every((row, index) => isSameFile(row, files[index]))
  if (!isSame) return undefined
  const progress = rows.map((row) => ({
    linesDone: row.lines_done,
    isDone: row.is_done,
    tally: row.tally as ImportTally,
  }))
  return { id: run.id, isResumed: true, progress }
}

function isSameFile(row: { path: string; size: number; modified_at: Date }, file: ImportedFile | undefined): boolean {
  return (
    file !== undefined &&
    row.path === file.path &&
    row.size === file.size &&
    row.modified_at.getTime() === file.modifiedAt.getTime()
  )
}

async function createRun(
  { db, session }: StoreTransaction,
  files: readonly ImportedFile[],
  now: Date,
): Promise<ImportRun> {
  const id = randomUUID()
  // What an abandoned run has taken over stays; running it again would find it unchanged.
  await db.updateTable('import_runs').set({ abandoned: true }).where('finished_at', 'is', null).execute()
  await db.insertInto('import_runs').values({ id, started_at: now, finished_at: null }).execute()
  const rows = new Rows('import_files', ['run_id', 'ordinal', 'path', 'size', 'modified_at', 'tally'])
  for (const [ordinal, { path, size, modifiedAt }] of files.entries())
    rows.add(id, ordinal, path, size, modifiedAt, JSON.stringify(emptyTally))
  await rows.copyTo(session)
  return { id, isResumed: false, progress: files.map(() => ({ linesDone: 0, isDone: false, tally: emptyTally })) }
}

export interface Reject {
  readonly line: number
  readonly reason: string
}

/** Notes how far a file has come, in the transaction that took its records over. */
export async function saveProgress(
  { db, session }: StoreTransaction,
  runId: string,
  ordinal: number,
  { linesDone, isDone, tally }: FileProgress,
  rejects: readonly Reject[],
): Promise<void> {
  const rows = new Rows('import_rejects', ['run_id', 'ordinal', 'line', 'reason'])
  for (const { line, reason } of rejects) rows.add(runId, ordinal, line, reason)
  await rows.copyTo(session)
  await db
    .updateTable('import_files')
    .set({ lines_done: linesDone, is_done: isDone, tally: JSON.stringify(tally) })
    .where('run_id', '=', runId)
    .where('ordinal', '=', ordinal)
    .execute()
}

export async function finishRun({ db }: Store, runId: string, now: Date): Promise<void> {
  await db.updateTable('import_runs').set({ finished_at: now }).where('id', '=', runId).execute()
}

const rejectsAPage = 1_000

/** Every line that was put aside, with its file, a page at a time. */
export async function* listRejects(
  { db }: Store,
  runId: string,
): AsyncIterable<{ file: string; line: number; reason: string }> {
  let after = { ordinal: -1, line: 0 }
  for (;;) {
    const page = await db
      .selectFrom('import_rejects as r')
      .innerJoin('import_files as f', (join) =>
        join.onRef('f.run_id', '=', 'r.run_id').onRef('f.ordinal', '=', 'r.ordinal'),
      )
      .select(['f.path as file', 'r.ordinal', 'r.line', 'r.reason'])
      .where('r.run_id', '=', runId)
      .where(sql<boolean>`(r.ordinal, r.line) > (${after.ordinal}, ${after.line})`)
      .orderBy('r.ordinal')
      .orderBy('r.line')
      .limit(rejectsAPage)
      .execute()
    for (const { file, line, reason } of page) yield { file, line, reason }
    const last = page.at(-1)
    if (last === undefined || page.length < rejectsAPage) return
    after = { ordinal: last.ordinal, line: last.line }
  }
}

/** Runs that were cut off and would go on if their import were called again. */
export async function listUnfinishedRuns({ db }: Store): Promise<{ id: string; startedAt: Date; paths: string[] }[]> {
  const rows = await db
    .selectFrom('import_runs as r')
    .innerJoin('import_files as f', 'f.run_id', 'r.id')
    .select(['r.id', 'r.started_at', 'f.path'])
    .where('r.finished_at', 'is', null)
    .where('r.abandoned', '=', false)
    .orderBy('f.ordinal')
    .execute()
  const runs = Map.groupBy(rows, (row) => row.id)
  return [...runs].map(([id, files]) => ({
    id,
    startedAt: files[0]?.started_at ?? new Date(0),
    paths: files.map(({ path }) => path),
  }))
}
