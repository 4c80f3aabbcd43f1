/**
 * `npm run bench [-- NAME…]`: every benchmark, or those whose name begins with one given. Each figure is a JSON
 * object on a line of its own; what happens meanwhile is told on standard error.
 */
import { benchGraph, benchGraphEmbedded } from './bench/graph.ts'
import { benchExplorer } from './bench/explorer.ts'
import { benchImport } from './bench/import.ts'
import { benchMemory } from './bench/memory.ts'
import { benchMillion } from './bench/million.ts'
import { benchPages } from './bench/pages.ts'
import { benchResolve } from './bench/resolve.ts'
import { benchTrust } from './bench/trust.ts'

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  'import.postgres': () => benchImport('postgres'),
  'import.pglite': () => benchImport('pglite'),
  memory: benchMemory,
  pages: benchPages,
  'graph.postgres': benchGraph,
  'graph.pglite': benchGraphEmbedded,
  resolve: benchResolve,
  million: benchMillion,
  trust: benchTrust,
  explorer: benchExplorer,
}

const wanted = process.argv.slice(2)
const chosen = Object.entries(benchmarks).filter(
  ([name]) => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix)),
)
if (chosen.length === 0) {
  console.error(`There is no such benchmark. The benchmarks are: ${Object.keys(benchmarks).join(', ')}.`)
  process.exitCode = 2
}
for (const [name, run] of chosen) {
  console.error(`— ${name}`)
  await run()
}
