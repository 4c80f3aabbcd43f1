import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '@bzpeer/schema'

const webFolder = fileURLToPath(new URL('../../../web/', import.meta.url))

/** What the site's build leaves: a request handler for Node's HTTP server. */
export const siteHandler = join(webFolder, 'build', 'handler.js')

class SiteBuildError extends AppError {
  constructor(output: string) {
    super('site-build', `The site could not be built. Run "npm install" and try again; the build said:\n${output.slice(-4_000)}`)
  }
}

/** Builds the site where it is not built, or where its sources are younger than the build. @throws {SiteBuildError} */
export async function buildSiteIfNeeded(say: (sentence: string) => void): Promise<void> {
  if (existsSync(siteHandler) && (await youngest(join(webFolder, 'src'))) <= (await stat(siteHandler)).mtimeMs) return
  say('Building the site; this takes a few seconds and happens once.')
  const build = spawn(process.execPath, [join(webFolder, '../../node_modules/vite/bin/vite.js'), 'build'], {
    cwd: webFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')))
  const [code] = (await once(build, 'close')) as [number | null]
  if (code !== 0) throw new SiteBuildError(output.join(''))
}

async function youngest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true })
  const times = await Promise.all(entries.map(async (entry) => (await stat(join(folder, entry))).mtimeMs))
  return Math.max(0, ...times)
}
