import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { PeersMissingError } from './peers-missing-error.ts'

const programs = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * A Chromium without a window: the one that `CHROMIUM` names, else one that PATH leads to, else Playwright's.
 * @throws {PeersMissingError} when there is none.
 */
export async function openChromium(): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = programs.flatMap((program) => folders.map((folder) => join(folder, program)))
  const executablePath = process.env.CHROMIUM ?? [...paths, chromium.executablePath()].find(isExecutable)
  if (executablePath === undefined)
    throw new PeersMissingError(
      'The suite "peers" runs other engines in Chromium, where they have threads, and none is on PATH. Name one with CHROMIUM=/path/to/it, or: npx playwright-core install chromium',
    )
  // Chromium's own sandbox refuses to run as root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not there, or not to be executed: for the asker it is the same.
    return false
  }
}
