import { setImmediate } from 'node:timers/promises'
import {
  type EntityRecord,
  type FileItem,
  formatId,
  type Merge,
  type RecordFile,
  type WorkRecord,
} from '@bzpeer/schema'
import {
  beginRun,
  emptyTally,
  finishRun,
  type ImportRun,
  type ImportTally,
  noteVocabulary,
  type PreparedWork,
  type Reject,
  saveProgress,
  type Store,
  type StoreTransaction,
  writeMerges,
  writeRecords,
} from '@bzpeer/store'
import { deriveAll, type DeriveProgress } from './derive-all.ts'
import { followRecords } from './evidence/follow-records.ts'
import { type PreparedBatch, WorkPreparer } from './prepare-works.ts'

export interface ImportContext {
  readonly store: Store
  now(): Date
}

/** Told again and again while an import runs. */
export type ImportProgress =
  | {
      readonly phase: 'reading'
      /** What is read and counted before belongs to the tally too. */
      readonly isResumed: boolean
      readonly file: string
      readonly bytesRead: number
      readonly bytesTotal: number
      readonly tally: ImportTally
    }
  | DeriveProgress

export interface ImportSummary extends ImportTally {
  readonly runId: string
  readonly isResumed: boolean
}

/**
 * Takes all records of the files over and derives what follows from them. Each batch is one transaction together
 * with the note of how far the file has come; called again with the same files after being cut off, it goes on
 * from there and ends in the state of a run that was never cut off.
 * @throws {WriterBusyError} while another import changes the same database.
 */
export async function importFiles(
  context: ImportContext,
  files: readonly RecordFile[],
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportSummary> {
  return context.store.asOnlyWriter(async () => {
    const run = await beginRun(context.store, files, context.now())
    const importer = new FileImporter(context, run, files, onProgress)
    const tally = await importer.importAll()
    await deriveAll(context.store, onProgress)
    await followRecords(context)
    await finishRun(context.store, run.id, context.now())
    return { ...tally, runId: run.id, isResumed: run.isResumed }
  })
}

/** Bounds of one transaction: whichever is reached first. */
const itemsABatch = 1_000
const charactersABatch = 4_000_000
/** Then what the database has answered to the batch before gets its turn, so that it is not kept waiting. */
const longestTurnMs = 2

class FileImporter {
  readonly #context: ImportContext
  readonly #run: ImportRun
  readonly #files: readonly RecordFile[]
  readonly #onProgress: (progress: ImportProgress) => void
  readonly #preparer: WorkPreparer
  readonly #bytesTotal: number
  #bytesDone = 0
  #earlierFiles: ImportTally = emptyTally
  /** The batch being written while the next one is read and parsed. */
  #writing: Promise<void> = Promise.resolve()

  constructor(
    context: ImportContext,
    run: ImportRun,
    files: readonly RecordFile[],
    onProgress: (progress: ImportProgress) => void,
  ) {
    this.#context = context
    this.#run = run
    this.#files = files
    this.#onProgress = onProgress
    this.#preparer = new WorkPreparer(context.store)
    this.#bytesTotal = files.reduce((sum, { size }) => sum + size, 0)
  }

  async importAll(): Promise<ImportTally> {
    try {
      for (const [ordinal, file] of this.#files.entries()) {
        const before = this.#run.progress[ordinal]
        const tally = before?.isDone === true ? before.tally : await this.#importFile(ordinal, file)
        this.#earlierFiles = addTallies(this.#earlierFiles, tally)
        this.#bytesDone += file.size
      }
      return this.#earlierFiles
    } finally {
      // Where reading fails, the batch before is still being written: nobody else may write until it is.
      await this.#writing.catch(() => undefined)
    }
  }

  async #importFile(ordinal: number, file: RecordFile): Promise<ImportTally> {
    const before = this.#run.progress[ordinal]
    const progress = new FileState(ordinal, file, before?.linesDone ?? 0, before?.tally ?? emptyTally)
    let batch: FileItem[] = []
    let characters = 0
    let turnStarted = performance.now()
    for await (const items of file.items(progress.linesDone)) {
      for (const item of items) {
        batch.push(item)
        if ('record' in item && item.record.kind === 'work') await this.#preparer.prepareAhead(item.record)
        characters += 'record' in item ? item.characters : 0
        if (performance.now() - turnStarted > longestTurnMs) {
          await setImmediate()
          turnStarted = performance.now()
        }
        if (batch.length < itemsABatch && characters < charactersABatch) continue
        await this.#enqueue(progress, batch, false)
        this.#report(progress)
        batch = []
        characters = 0
      }
    }
    await this.#enqueue(progress, batch, true)
    await this.#writing
    this.#report(progress)
    return progress.tally
  }

  /** Waits for the batch before, then lets this one be written while the caller reads on. */
  async #enqueue(progress: FileState, batch: readonly FileItem[], isLast: boolean): Promise<void> {
    await this.#writing
    this.#writing = this.#write(progress, batch, isLast)
    // A failure is met at the next await; until then it must not count as unhandled.
    this.#writing.catch(() => undefined)
  }

  async #write(progress: FileState, batch: readonly FileItem[], isLast: boolean): Promise<void> {
    const { records, merges, rejects } = sortOut(batch)
    const prepared = await this.#preparer.beginBatch(records.filter(({ kind }) => kind === 'work').length)
    const linesDone = batch.at(-1)?.line ?? progress.linesDone
    const tally = await this.#context.store.transaction(
      async (tx) => {
        const observedAt = this.#context.now()
        const { tally: merged, refused } = await writeMerges(tx, [...merges.keys()], observedAt)
        const putAside = [...rejects, ...refused.map((merge) => toReject(merge, merges.get(merge) ?? 0))]
        const written = await writeRecords(tx, records, {
          observedAt,
          fileModifiedAt: progress.file.modifiedAt,
          prepared: (work) => getPrepared(prepared, work),
        })
        if (prepared !== undefined && prepared.written > 0) await noteVocabulary(tx, prepared.fingerprint)
        const total = addTallies(addTallies(progress.tally, { ...emptyTally, ...merged }), {
          ...written,
          read: batch.length,
          rejected: putAside.length,
        })
        await this.#save(tx, progress.ordinal, linesDone, isLast, total, putAside)
        return total
      },
      { settles: 'with the next' },
    )
    if (prepared !== undefined) this.#preparer.endBatch(prepared)
    progress.linesDone = linesDone
    progress.tally = tally
  }

  async #save(
    tx: StoreTransaction,
    ordinal: number,
    linesDone: number,
    isDone: boolean,
    tally: ImportTally,
    rejects: readonly Reject[],
  ): Promise<void> {
    await saveProgress(tx, this.#run.id, ordinal, { linesDone, isDone, tally }, rejects)
  }

  #report({ file, tally }: FileState): void {
    this.#onProgress({
      phase: 'reading',
      isResumed: this.#run.isResumed,
      file: file.path,
      bytesRead: this.#bytesDone + file.bytesRead(),
      bytesTotal: this.#bytesTotal,
      tally: addTallies(this.#earlierFiles, tally),
    })
  }
}

function getPrepared(prepared: PreparedBatch | undefined, work: WorkRecord): PreparedWork {
  if (prepared === undefined) throw new Error(`internal: the work ${work.id} was not prepared`)
  return prepared.get(work)
}

class FileState {
  readonly ordinal: number
  readonly file: RecordFile
  linesDone: number
  tally: ImportTally

  constructor(ordinal: number, file: RecordFile, linesDone: number, tally: ImportTally) {
    this.ordinal = ordinal
    this.file = file
    this.linesDone = linesDone
    this.tally = tally
  }
}

interface SortedItems {
  readonly records: readonly EntityRecord[]
  /** Each with its line. */
  readonly merges: ReadonlyMap<Merge, number>
  readonly rejects: readonly Reject[]
}

function sortOut(batch: readonly FileItem[]): SortedItems {
  const records: EntityRecord[] = []
  const merges = new Map<Merge, number>()
  const rejects: Reject[] = []
  for (const item of batch) {
    if ('record' in item) records.push(item.record)
    else if ('merge' in item) merges.set(item.merge, item.line)
    else rejects.push(item)
  }
  return { records, merges, rejects }
}

function toReject({ kind, id, intoId }: Merge, line: number): Reject {
  const [from, into] = [formatId({ kind, id }), formatId({ kind, id: intoId })]
  return { line, reason: `${from} cannot lead to ${into}: ${into} leads to ${from} already, and both would be lost.` }
}

function addTallies(a: ImportTally, b: ImportTally): ImportTally {
  return {
    read: a.read + b.read,
    created: a.created + b.created,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    rejected: a.rejected + b.rejected,
  }
}
