import { setFlagsFromString } from 'node:v8'
import { importFiles, type ImportProgress, type ImportSummary, resolveOpenBylines } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import type { RecordFile } from '@bzpeer/schema'
import { countOpenBylines, migrate, type Store } from '@bzpeer/store'
import type { Command } from '../command.ts'
import { type FinishedImport, ImportReporter, unresolvedCountedAtMost } from '../import-reporter.ts'
import { Interruption } from '../interruption.ts'
import { locationOf, locationOptions, openLocation } from '../location.ts'
import { type Options, parseOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'
import { writeRejects } from '../write-rejects.ts'

const formats = ['openalex']

const options = {
  format: {
    type: 'string',
    value: 'NAME',
    does: `how the records are written: ${formats.join(', ')} (recognised otherwise)`,
  },
  json: { type: 'boolean', does: 'prints the figures of the import as one line of JSON at its end' },
  ...locationOptions,
} as const satisfies Options

const nothingYet = (): string => 'Interrupted; nothing was taken over yet.'

export const importCommand: Command = {
  operands: 'PATH...',
  options,
  does: `Brings in files, folders or snapshots of scholarly records, plain or .gz.
Killed or interrupted, the same command goes on where it stopped. Lines that cannot be taken over are put aside
in a file with the reason, and the rest goes on.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length === 0) throw new UsageError('Say what to import: npx bzpeer import PATH...')
    if (values.format !== undefined && !formats.includes(values.format)) {
      throw new UsageError(`There is no format "${values.format}". The formats are: ${formats.join(', ')}.`)
    }
    keepYoungGenerationSmall()
    const started = performance.now()
    const location = locationOf(values)
    const reporter = new ImportReporter(process.stderr)
    using interruption = new Interruption(() => reporter.say('Stopping after what is in hand …'))
    const { files, notices } = await openFiles(positionals)
    for (const notice of notices) reporter.say(notice)
    interruption.check(nothingYet)
    await using store = openLocation(location)
    await migrate(store)
    interruption.check(nothingYet)
    const summary = await importUntilTold(store, files, reporter, interruption)
    const resolved = await resolveOpenBylines({ store, now: () => new Date() }, () => undefined)
    const rejects = summary.rejected > 0 ? await writeRejects(store, location.dataDir, summary.runId) : null
    const seconds = Math.round((performance.now() - started) / 100) / 10
    const unresolvedBylines = await store.withSession(({ session }) =>
      countOpenBylines(session, unresolvedCountedAtMost),
    )
    const finished = { ...summary, resolvedBylines: resolved?.bylines ?? 0, unresolvedBylines }
    reporter.finish(finished, positionals, rejects, seconds)
    if (values.json === true) printForPrograms(finished, rejects, seconds)
    return 0
  },
}

function printForPrograms(summary: FinishedImport, rejects: string | null, seconds: number): void {
  const { read, created, updated, unchanged, rejected, unresolvedBylines } = summary
  const figures = { read, created, updated, unchanged, rejected, rejects, seconds }
  console.log(JSON.stringify({ ...figures, unresolved_bylines: unresolvedBylines }))
}

/** @throws {InterruptedError} when told to end. What is written by then stays, and the same command goes on from there. */
async function importUntilTold(
  store: Store,
  files: readonly RecordFile[],
  reporter: ImportReporter,
  interruption: Interruption,
): Promise<ImportSummary> {
  return importFiles({ store, now: () => new Date() }, files, (progress) => {
    // The first batch is being written while none is counted yet, and it will be kept.
    if (progress.phase !== 'reading' || progress.tally.read > 0)
      interruption.check(
        () => `Interrupted. ${describeKept(progress)} Give the same command again, and it goes on where it stopped.`,
      )
    reporter.show(progress)
  })
}

function describeKept(progress: ImportProgress): string {
  return progress.phase === 'reading'
    ? `The first ${progress.tally.read.toLocaleString('en')} records are kept.`
    : 'All records are kept; what follows from them is not complete.'
}

/**
 * An import makes much that is short-lived. V8 would answer with a larger and larger nursery, at three times its
 * size in memory; kept small, the whole process stays well within what a small machine has beside its database.
 */
function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--max-semi-space-size=8')
}
