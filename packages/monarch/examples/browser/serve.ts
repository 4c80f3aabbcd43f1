/** `npm run example`: bundles the page and serves it on this machine alone. */
import { parseArgs } from 'node:util'
import { servePage } from './serve-page.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } })
try {
  const { origin } = await servePage(import.meta.dirname, Number(values.port))
  console.log(`Monarch beside dense: ${origin} (Ctrl-C ends it)`)
} catch (error) {
  if (!(error instanceof Error && 'code' in error)) throw error
  console.error(`Port ${values.port} cannot be served on (${error.message}). Choose another: --port 4174.`)
  process.exitCode = 1
}
