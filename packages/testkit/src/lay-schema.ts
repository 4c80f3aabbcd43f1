import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const launcher = join(import.meta.dirname, '../../../apps/cli/bin/bzpeer.js')

/** Lays the schema in the database that these options of the command line lead to, as an operator would. */
export function laySchema(location: readonly string[]): void {
  execFileSync(process.execPath, [launcher, 'migrate', ...location])
}
