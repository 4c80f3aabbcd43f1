import { stat } from 'node:fs/promises'
import { restoreBackup } from '@bzpeer/actions'
import { AppError } from '@bzpeer/schema'
import type { Command } from '../command.ts'
import { describeLocation, locationOf, locationOptions, openLocation, parseOptions } from '../location.ts'
import { UsageError } from '../usage-error.ts'

class MissingBackupError extends AppError {
  constructor(file: string, cause: unknown) {
    super('missing-backup', `There is no backup ${file}. Name the file that npx bzpeer backup wrote.`, { cause })
  }
}

export const restoreCommand: Command = {
  usage: 'FILE [--replace] [--data DIR] [--database-url URL]',
  does: `Brings a backup back, all of it or nothing.
The database must be empty, unless --replace says that the backup takes the place of what it holds.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, { ...locationOptions, replace: { type: 'boolean' } })
    const [file] = positionals
    if (file === undefined || positionals.length > 1)
      throw new UsageError('Say what to restore: npx bzpeer restore FILE')
    await stat(file).catch((cause: unknown) => {
      throw new MissingBackupError(file, cause)
    })
    const location = locationOf(values)
    await using store = openLocation(location)
    await restoreBackup(store, file, { replace: values.replace === true }, (table) =>
      process.stderr.write(`restoring ${table}\n`),
    )
    console.log(`Restored ${file} to ${describeLocation(location)}.`)
    return 0
  },
}
