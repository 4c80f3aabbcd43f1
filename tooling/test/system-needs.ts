import { existsSync } from 'node:fs'
import { findChromium, findPostgres } from '@bzpeer/testkit/programs'
import type { Outcome, Part } from './part.ts'
import { runScript } from './run-script.ts'

/** A program that the tests run and that npm does not bring along. */
interface Need {
  readonly what: string
  /** Any one of them; the first that there is on the machine's release is installed. */
  readonly debianPackages: readonly string[]
  readonly isThere: () => boolean
  readonly without: string
}

const needs: readonly Need[] = [
  {
    what: 'Chromium',
    // Ubuntu has neither of them.
    debianPackages: ['chromium-headless-shell', 'chromium'],
    isThere: () => findChromium() !== undefined,
    without: 'the browser tests cannot run',
  },
  {
    what: 'a PostgreSQL server',
    debianPackages: ['postgresql'],
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
  for (const { what, without, debianPackages } of unmet) {
    console.log(
      `${what} is missing: ${without}. To get it on Debian: sudo apt-get install ${debianPackages[0]}. See CONTRIBUTING.md.`,
    )
  }
  // What a developer's machine may lack, the machine that vouches for a change may not.
  const failed = process.env.CI === 'true' ? unmet.length : 0
  return { passed: met.length, failed, skipped: failed > 0 ? [] : unmet.map(({ what }) => `${what} is missing`) }
}

async function install(missing: readonly Need[]): Promise<void> {
  await apt('update')
  for (const { debianPackages } of missing) {
    for (const name of debianPackages) {
      console.log(`installing from Debian's packages: ${name}`)
      if (await apt(`install --yes --no-install-recommends ${name}`)) break
    }
  }
}

async function apt(does: string): Promise<boolean> {
  const { succeeded, output } = await runScript(`DEBIAN_FRONTEND=noninteractive apt-get ${does}`, 'keep')
  if (!succeeded) console.log(output.trimEnd())
  return succeeded
}
