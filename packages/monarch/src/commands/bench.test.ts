import { expect, test } from 'vitest'
import { benchCommand } from './bench.ts'
import { UsageError } from './usage-error.ts'

test.each([
  [['--tokens', '5'], '--tokens and --blocks go with --shape'],
  [['--suite', 'ops', '--blocks', '4'], '--tokens and --blocks go with --shape'],
  [['--suite', 'ops', '--shape', '8,8'], 'give one of them'],
  [['--shape', '8'], '--shape takes two widths, as in 768,3072, and got "8".'],
  [['--shape', '8,8', '--tokens', '0'], '--tokens takes whole numbers above 0, and got "0".'],
])('monarch bench %j is wrong usage', async (args, message) => {
  await expect(benchCommand.run(args)).rejects.toThrow(UsageError)
  await expect(benchCommand.run(args)).rejects.toThrow(message)
})
