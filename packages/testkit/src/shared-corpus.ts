import { existsSync } from 'node:fs'
import { join } from 'node:path'

type SharedCorpus =
  | { readonly folder: string; readonly skipReason?: undefined }
  | { readonly folder?: undefined; readonly skipReason: string }

const besideCheckout = join(import.meta.dirname, '../../../../shared')

/**
 * A folder of real records that is too large to be part of the repository, or why there is none.
 * It is looked for in a folder `shared` beside the checkout, or in the one `BZPEER_TEST_DATA` names.
 */
export function sharedCorpus(name: string): SharedCorpus {
  const folder = join(process.env.BZPEER_TEST_DATA || besideCheckout, name)
  if (existsSync(folder)) return { folder }
  return { skipReason: `the test data "${name}" is not here: see "Real test data" in CONTRIBUTING.md` }
}
