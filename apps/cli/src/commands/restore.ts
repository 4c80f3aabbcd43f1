import { stat } from 'node:fs/promises'
import { checkBackup, restoreBackup } from '@bzpeer/actions'
import { AppError } from '@bzpeer/schema'
import type { Store } from '@bzpeer/store'
import type { Command } from '../command.ts'
import { describeLocation, locationOf, locationOptions, openLocation } from '../location.ts'
import { parseOptions, type Options } from '../options.ts'
import { TableReporter } from '../table-reporter.ts'
import { UsageError } from '../usage-error.ts'

class MissingBackupError extends AppError {
  constructor(file: string, cause: unknown) {
    super('missing-backup', `There is no backup ${file}. Name the file that npx bzpeer backup wrote.`, { cause })
  }
}

const options = {
  replace: { type: 'boolean', does: 'lets the backup take the place of what the database holds' },
  ...locationOptions,
} as const satisfies Options

export const restoreCommand: Command = {
  operands: 'FILE',
  options,
  does: `Brings a backup back, all of it or nothing.
The database must be empty, unless --replace says that the backup takes the place of what it holds.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, options)
    const [file] = positionals
    if (file === undefined || positionals.length > 1)
      throw new UsageError('Say what to restore: npx bzpeer restore FILE')
    await stat(file).catch((cause: unknown) => {
      throw new MissingBackupError(file, cause)
    })
    await checkBackup(file)
    const location = locationOf(values)
    await using store = openLocation(location)
    await restoreFrom(file, store, values.replace === true)
    console.log(`Restored ${file} to ${describeLocation(location)}.`)
    return 0
  },
}

async function restoreFrom(file: string, store: Store, replace: boolean): Promise<void> {
  using reporter = new TableReporter(process.stderr, 'restoring')
  await restoreBackup(store, file, { replace }, (table) => reporter.show(table))
}
