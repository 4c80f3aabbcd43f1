/**
 * `npm run build`: the package as it is published, in `dist`. Node strips types from no file below `node_modules`, so it
 * is JavaScript with declarations there; in the repository everything runs from the sources.
 */
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')
const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'))

/** What of package.json is for those who use the package. */
const published = ['name', 'version', 'description', 'license', 'type', 'dependencies'] as const
/** The sources need a Node that strips types; what is compiled, one with `path.matchesGlob`. */
const engines = { node: '>=20.17' }

/** Files by the name that they are imported by, one for browsers and one for all else. */
type Entries = Readonly<Record<string, Readonly<Record<'browser' | 'default', string>>>>

interface Manifest extends Readonly<Record<(typeof published)[number], unknown>> {
  readonly exports: Entries
  readonly imports: Entries
}

// The compiled command needs no other Node than the one that starts it.
const command = `#!/usr/bin/env node
import { main } from '../src/commands/main.js'

await main(process.argv.slice(2))
`

/** @param folder is emptied first */
export async function buildPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await promisify(execFile)(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', folder])
  await mkdir(join(folder, 'bin'))
  await writeFile(join(folder, 'bin/monarch.js'), command)
  await chmod(join(folder, 'bin/monarch.js'), 0o755)
  await writeFile(join(folder, 'package.json'), await publishedManifest())
  await cp(join(root, 'README.md'), join(folder, 'README.md'))
  await cp(join(root, 'docs'), join(folder, 'docs'), { recursive: true })
  await cp(join(root, '../../LICENSE'), join(folder, 'LICENSE'))
}

async function publishedManifest(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest
  const kept = Object.fromEntries(published.map((key) => [key, manifest[key]]))
  const bin = { monarch: './bin/monarch.js' }
  const [exports, imports] = [compiled(manifest.exports), compiled(manifest.imports)]
  return `${JSON.stringify({ ...kept, engines, bin, exports, imports }, undefined, 2)}\n`
}

function compiled(entries: Entries): Entries {
  const path = (source: string): string => source.replace(/\.ts$/, '.js')
  return Object.fromEntries(
    Object.entries(entries).map(([name, { browser, default: other }]) => [
      name,
      { browser: path(browser), default: path(other) },
    ]),
  )
}

if (import.meta.main) {
  await buildPackage(join(root, 'dist'))
  console.log('dist holds the package. To publish it: npm publish ./packages/monarch/dist')
}
