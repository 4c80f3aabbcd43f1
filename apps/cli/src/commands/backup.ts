import { writeBackup } from '@bzpeer/actions'
import { AppError } from '@bzpeer/schema'
import type { Command } from '../command.ts'
import { describeLocation, locationOf, locationOptions, openExisting, parseOptions } from '../location.ts'
import { isSystemError } from '../system-error.ts'
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

export const backupCommand: Command = {
  usage: 'FILE [--data DIR] [--database-url URL]',
  does: `Writes everything to one file, as it is at one moment.
The file restores to an embedded database and to a PostgreSQL server alike.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, locationOptions)
    const [file] = positionals
    if (file === undefined || positionals.length > 1) throw new UsageError('Say where to: npx bzpeer backup FILE')
    const location = locationOf(values)
    await using store = openExisting(location)
    await writeBackup(store, file, new Date(), (table) => process.stderr.write(`saving ${table}\n`)).catch(
      (error: unknown) => {
        throw isSystemError(error) ? new UnwritableBackupError(file, error) : error
      },
    )
    console.log(`Saved ${describeLocation(location)} to ${file}.`)
    return 0
  },
}
