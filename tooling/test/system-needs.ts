import { existsSync } from 'node:fs'
import { findChromium, findPostgres } from '@bzpeer/testkit/programs'
import type { Outcome, Part } from './part.ts'
import { runScript } from './run-script.ts'

/** A program that the tests run and that npm does not bring along. */
interface Need {
  readonly what: string
  readonly debianPackage: string
  readonly isThere: () => boolean
  readonly without: string
}

const needs: readonly Need[] = [
  {
    what: 'Chromium',
    debianPackage: 'chromium',
    isThere: () => findChromium() !== undefined,
    without: 'the browser tests cannot run',
  },
  {
    what: 'a PostgreSQL server',
    debianPackage: 'postgresql',
    isThere: () => findPostgres() !== undefined,
    without: 'the database tests run on the embedded database only',
  },
]

/** Installs what is missing where it may: as root, from Debian's packages. Elsewhere it says what to install. */
export const systemNeeds: Part = { name: 'needs', run: meetNeeds }

async function meetNeeds(): Promise<Outcome> {
  const missing = needs.filter(({ isThere }) => !isThere())
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) await install(missing)
  const met = needs.filter(({ isThere }) => isThere())
  if (met.length > 0) console.log(`found ${met.map(({ what }) => what).join(' and ')}`)
  const unmet = needs.filter(({ isThere }) => !isThere())
  for (const { what, without, debianPackage } of unmet) {
    console.log(
      `${what} is missing: ${without}. To get it on Debian or Ubuntu: sudo apt-get install ${debianPackage}. See CONTRIBUTING.md.`,
    )
  }
  // What a developer's machine may lack, the machine that vouches for a change may not.
  const failed = process.env.CI === 'true' ? unmet.length : 0
  return { passed: met.length, failed, skipped: unmet.length - failed }
}

async function install(missing: readonly Need[]): Promise<void> {
  const packages = missing.map(({ debianPackage }) => debianPackage).join(' ')
  console.log(`installing from Debian's packages: ${packages}`)
  const { succeeded, output } = await runScript(
    `apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ${packages}`,
    'keep',
  )
  if (!succeeded) console.log(output.trimEnd())
}
