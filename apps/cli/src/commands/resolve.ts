import { resolveIdentities, type ResolveSummary } from '@bzpeer/actions'
import { listDuplicates, migrate } from '@bzpeer/store'
import type { Command } from '../command.ts'
import { describeDuplicates } from '../describe-duplicates.ts'
import { Interruption } from '../interruption.ts'
import { locationOf, locationOptions, openExisting } from '../location.ts'
import { type Options, parseOptions } from '../options.ts'
import { meanConfidence, ResolveReporter } from '../resolve-reporter.ts'
import { UsageError } from '../usage-error.ts'

const options = {
  json: { type: 'boolean', does: 'prints the figures as one line of JSON at its end' },
  show: {
    type: 'string',
    value: 'N',
    does: 'prints the N likeliest pairs that nobody has decided about, with the reasons',
  },
  ...locationOptions,
} as const satisfies Options

export const resolveCommand: Command = {
  options,
  does: `Gives names on bylines the records of the people they are, as far as the evidence goes.
Names that their source leaves without a record get one. Records of sources are never joined by it: pairs that may be
one person’s are left to people. What was decided stays; killed or interrupted, the same command goes on.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length > 0) throw new UsageError('resolve takes no arguments besides its options.')
    const shown = values.show === undefined ? 0 : parseCount(values.show)
    const started = performance.now()
    const location = locationOf(values)
    const reporter = new ResolveReporter(process.stderr)
    using interruption = new Interruption(() => reporter.say('Stopping after what is in hand …'))
    await using store = openExisting(location)
    await migrate(store)
    const summary = await resolveIdentities({ store, now: () => new Date() }, (progress) => {
      interruption.check(
        () => 'Interrupted. What is decided is kept. Give the same command again, and it goes on where it stopped.',
      )
      reporter.show(progress)
    })
    const seconds = Math.round((performance.now() - started) / 100) / 10
    reporter.finish(summary, seconds)
    if (shown > 0) console.log(describeDuplicates(await listDuplicates(store.db, shown)))
    if (values.json === true) printForPrograms(summary, seconds)
    return 0
  },
}

const pairsAtMost = 1_000

/** @throws {UsageError} */
function parseCount(text: string): number {
  const count = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0
  if (count === 0 || count > pairsAtMost)
    throw new UsageError(`Expected how many pairs to print, from 1 to ${pairsAtMost}, got ${JSON.stringify(text)}.`)
  return count
}

function printForPrograms(summary: ResolveSummary, seconds: number): void {
  const { bylines, joined, founded, merged, candidates } = summary
  const figures = { bylines, joined, founded, merged, candidates, confidence: meanConfidence(summary), seconds }
  console.log(JSON.stringify(figures))
}
