/**
 * `npm test`: every check and every test, in the order in which they fail fastest.
 * `npm test -- NAME…` runs the named parts only.
 */
import { check } from './test/check.ts'
import type { Outcome, Part } from './test/part.ts'
import { suite } from './test/suite.ts'
import { summarise } from './test/summarise.ts'
import { systemNeeds } from './test/system-needs.ts'

const parts: readonly Part[] = [
  systemNeeds,
  check('types', 'checking types', 'check:types'),
  check('lint', 'checking for likely mistakes', 'check:lint'),
  check('format', 'checking the format', 'check:format'),
  check('layers', 'checking layers and cycles', 'check:layers'),
  check('size', 'checking sizes', 'check:size'),
  check('unused', 'checking for unused code', 'check:unused'),
  check('build', 'building the site', 'build'),
  suite('unit'),
  suite('engine'),
  suite('database'),
  suite('browser'),
]

const names = process.argv.slice(2)
const unknown = names.filter((name) => !parts.some((part) => part.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no part "${unknown.join('", "')}" of the tests. There are: ${parts.map(({ name }) => name).join(', ')}.`,
  )
  process.exitCode = 2
} else {
  await runParts(names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name)))
}

async function runParts(chosen: readonly Part[]): Promise<void> {
  const start = performance.now()
  const outcomes = new Map<string, Outcome>()
  for (const part of chosen) outcomes.set(part.name, await runPart(part))
  console.log(`\n${summarise(outcomes, (performance.now() - start) / 1000).join('\n')}`)
  process.exitCode = [...outcomes.values()].some(({ failed }) => failed > 0) ? 1 : 0
}

/** A part that breaks is a failure of its own, and the others still run. */
async function runPart(part: Part): Promise<Outcome> {
  try {
    return await part.run()
  } catch (error) {
    console.error(`The part "${part.name}" itself broke:`, error)
    return { passed: 0, failed: 1, skipped: [] }
  }
}
