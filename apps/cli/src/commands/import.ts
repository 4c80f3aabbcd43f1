import { setFlagsFromString } from 'node:v8'
import { importFiles, type ImportProgress, type ImportSummary } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import type { RecordFile } from '@bzpeer/schema'
import { migrate, type Store } from '@bzpeer/store'
import type { Command } from '../command.ts'
import { ImportReporter } from '../import-reporter.ts'
import { Interruption } from '../interruption.ts'
import { locationOf, locationOptions, openLocation, parseOptions } from '../location.ts'
import { UsageError } from '../usage-error.ts'
import { writeRejects } from '../write-rejects.ts'

const formats = ['openalex']

export const importCommand: Command = {
  usage: 'PATH... [--format openalex] [--data DIR] [--database-url URL] [--json]',
  does: `Brings in files, folders or snapshots of scholarly records, plain or .gz.
Killed or interrupted, the same command goes on where it stopped. Lines that cannot be taken over are put aside
in a file with the reason, and the rest goes on.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, {
      ...locationOptions,
      format: { type: 'string' },
      json: { type: 'boolean' },
    })
    if (positionals.length === 0) throw new UsageError('Say what to import: npx bzpeer import PATH...')
    if (values.format !== undefined && !formats.includes(values.format)) {
      throw new UsageError(`There is no format "${values.format}". The formats are: ${formats.join(', ')}.`)
    }
    keepYoungGenerationSmall()
    const started = performance.now()
    const location = locationOf(values)
    const { files, notices } = await openFiles(positionals)
    await using store = openLocation(location)
    await migrate(store)
    const reporter = new ImportReporter(process.stderr)
    for (const notice of notices) reporter.say(notice)
    const summary = await importUntilTold(store, files, reporter)
    const rejects = summary.rejected > 0 ? await writeRejects(store, location.dataDir, summary.runId) : null
    reporter.finish(summary, rejects)
    const seconds = Math.round((performance.now() - started) / 100) / 10
    if (values.json === true) {
      const { read, created, updated, unchanged, rejected } = summary
      console.log(
        JSON.stringify({
          read,
          created,
          updated,
          unchanged,
          rejected,
          rejects,
          seconds,
          unresolved_bylines: summary.unresolvedBylines,
        }),
      )
    }
    return 0
  },
}

/** @throws {InterruptedError} when told to end. What is written by then stays, and the same command goes on from there. */
async function importUntilTold(
  store: Store,
  files: readonly RecordFile[],
  reporter: ImportReporter,
): Promise<ImportSummary> {
  using interruption = new Interruption(() => reporter.say('Stopping after the batch in hand …'))
  return await importFiles({ store, now: () => new Date() }, files, (progress) => {
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
