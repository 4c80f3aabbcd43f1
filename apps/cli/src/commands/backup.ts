import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeBackup } from '@bzpeer/actions'
import { AppError } from '@bzpeer/schema'
import type { Store } from '@bzpeer/store'
import type { Command } from '../command.ts'
import { describeLocation, locationOf, locationOptions, openExisting } from '../location.ts'
import { parseOptions } from '../options.ts'
import { isSystemError } from '../system-error.ts'
import { TableReporter } from '../table-reporter.ts'
import { UsageError } from '../usage-error.ts'

class UnwritableBackupError extends AppError {
  constructor(file: string, cause: Error) {
    super(
      'unwritable-backup',
      `The backup cannot be written to ${file} (${cause.message}). Nothing was left there; choose another place.`,
      { cause },
    )
  }
}

class NoPlaceForBackupError extends AppError {
  constructor(file: string, reason: string) {
    super('no-place-for-backup', `The backup cannot be written to ${file}: ${reason}`)
  }
}

export const backupCommand: Command = {
  operands: 'FILE',
  options: locationOptions,
  does: `Writes everything to one file, as it is at one moment.
The file restores to an embedded database and to a PostgreSQL server alike. It takes the place of one that is there.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, locationOptions)
    const [file] = positionals
    if (file === undefined || positionals.length > 1) throw new UsageError('Say where to: npx bzpeer backup FILE')
    assertPlaceFor(file)
    const location = locationOf(values)
    await using store = openExisting(location)
    await saveTo(file, store)
    console.log(`Saved ${describeLocation(location)} to ${file}.`)
    return 0
  },
}

/** A backup can take long: what would stop it at its beginning or its end is said before. @throws {NoPlaceForBackupError} */
function assertPlaceFor(file: string): void {
  const folder = dirname(file)
  if (!isFolder(file, folder))
    throw new NoPlaceForBackupError(file, `there is no folder ${folder}. Make it first, or choose another place.`)
  if (isFolder(file, file)) throw new NoPlaceForBackupError(file, 'it is a folder. Name a file in it.')
}

function isFolder(file: string, path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new NoPlaceForBackupError(file, `${path} cannot be looked at (${error.message}). Choose another place.`)
  }
}

async function saveTo(file: string, store: Store): Promise<void> {
  using reporter = new TableReporter(process.stderr, 'saving')
  await writeBackup(store, file, new Date(), (table) => reporter.show(table)).catch((error: unknown) => {
    throw isSystemError(error) ? new UnwritableBackupError(file, error) : error
  })
}
