import type { Command } from '../command.ts'
import { type Finding, examine } from '../examine.ts'
import { describeLocation, locationOf, locationOptions } from '../location.ts'
import { parseOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'

const marks = { good: 'ok     ', notice: 'notice ', bad: 'WRONG  ' } as const satisfies Record<Finding['state'], string>

export const doctorCommand: Command = {
  options: locationOptions,
  does: 'Looks for what is wrong and says how to mend it; exit code 1 when something is.',
  async run(args) {
    const { values, positionals } = parseOptions(args, locationOptions)
    if (positionals.length > 0) throw new UsageError('doctor takes no arguments besides its options.')
    const location = locationOf(values)
    console.log(`Examining ${describeLocation(location)}`)
    let isWell = true
    for await (const { state, says, mend } of examine(location)) {
      console.log(`${marks[state]}${says}${mend === undefined ? '' : `\n       ${mend}`}`)
      isWell &&= state !== 'bad'
    }
    console.log(isWell ? 'Nothing is wrong.' : 'Something is wrong: see above for the mend.')
    return isWell ? 0 : 1
  },
}
