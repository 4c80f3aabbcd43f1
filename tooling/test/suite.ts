import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countTests } from './count-tests.ts'
import type { Outcome, Part } from './part.ts'
import { runScript } from './run-script.ts'

/** One of the projects of vitest.config.ts. */
export function suite(project: string): Part {
  return { name: project, run: () => runSuite(project) }
}

async function runSuite(project: string): Promise<Outcome> {
  console.log(`\n${project} tests`)
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-report-'))
  const report = join(folder, 'report.json')
  try {
    const reporters = `--reporter=default --reporter=json --outputFile.json="${report}"`
    const { succeeded } = await runScript(`vitest run --project ${project} ${reporters}`, 'show')
    // No report: Vitest itself did not get that far.
    return countTests(await readFile(report, 'utf8').catch(() => undefined), succeeded)
  } finally {
    await rm(folder, { recursive: true })
  }
}
