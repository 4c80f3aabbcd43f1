import { chromium, type Browser } from 'playwright-core'
import { findChromium } from './find-chromium.ts'

export class ChromiumMissingError extends Error {
  constructor() {
    super(
      'No Chromium is installed. On Debian: apt-get install chromium-headless-shell. Elsewhere: BZPEER_CHROMIUM names the program.',
    )
    this.name = 'ChromiumMissingError'
  }
}

// A browser that asks nobody but the site under test.
const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** @throws {ChromiumMissingError} where no Chromium is installed. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new ChromiumMissingError()
  // Chromium's own sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args: [...quiet, ...sandbox] })
}
