import { migrate } from '@bzpeer/store'
import type { Command } from '../command.ts'
import { describeLocation, locationOf, locationOptions, openLocation } from '../location.ts'
import { parseOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'

export const migrateCommand: Command = {
  options: locationOptions,
  does: 'Brings the database’s schema up to this version.',
  async run(args) {
    const { values, positionals } = parseOptions(args, locationOptions)
    if (positionals.length > 0) throw new UsageError('migrate takes no arguments besides its options.')
    const location = locationOf(values)
    await using store = openLocation(location)
    const applied = await migrate(store)
    console.log(
      applied.length === 0
        ? `Nothing to do: ${describeLocation(location)} is up to date.`
        : `Applied ${applied.join(', ')} to ${describeLocation(location)}.`,
    )
    return 0
  },
}
