import { exec } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '@bzpeer/schema'

const root = join(import.meta.dirname, '../../..')
const product = 'apps/web/build/handler.js'
/**
 * Folders count as well as files: taking a file away changes its folder. Our packages stay outside the build, and
 * package.json pins what goes into it: every `npm install` writes the lock file anew, changed or not.
 */
export const siteSources = ['apps/web/{src,static}/**', 'apps/web/{package.json,vite.config.ts}']

/** What the build leaves: a request handler for Node's HTTP server. */
export const siteHandler = join(root, product)

class SiteBuildError extends AppError {
  constructor(output: string, cause: unknown) {
    super(
      'site-build-failed',
      `The site cannot be built. Mend what it says, then try again: npm run build\n${output}`,
      { cause },
    )
  }
}

/**
 * Builds the site where it is not built, or where its sources have changed since.
 * @throws {SiteBuildError} with what the build said.
 */
export async function buildSiteIfStale(): Promise<void> {
  if (!isStale(root, siteSources, product)) return
  console.error('building the site …')
  try {
    await promisify(exec)('npm run --silent build', { cwd: root, maxBuffer: 1 << 26 })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new SiteBuildError(`${stdout}${stderr}`.trim(), error)
  }
}

/** Whether the product is missing from the folder, or older than anything the patterns match. */
export function isStale(folder: string, patterns: readonly string[], productPath: string): boolean {
  const built = changedAt(join(folder, productPath))
  if (built === undefined) return true
  return globSync(patterns, { cwd: folder }).some((path) => (changedAt(join(folder, path)) ?? 0) > built)
}

function changedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
