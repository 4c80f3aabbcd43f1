/** What the test's page does: runs the contract on a backend of its browser and says how it went. */
import type { BackendName } from '../../src/runtime/backend.ts'
import { backendContract } from '../../src/runtime/backend-contract.ts'
import { BackendMissingError } from '../../src/runtime/backend-errors.ts'
import { openBackend } from '../../src/runtime/open-backend.browser.ts'
import { interpret } from '../interpret.ts'
import { primitiveCases } from '../primitive-cases.ts'

export type Outcome =
  | { readonly missing: string }
  /** For each check nothing, or why it failed. */
  | { readonly missing?: never; readonly isIsolated: boolean; readonly failures: readonly (string | null)[] }

async function runContract(name: BackendName): Promise<Outcome> {
  try {
    const backend = await openBackend(name)
    const failures: (string | null)[] = []
    for (const check of backendContract(interpret, primitiveCases)) {
      failures.push(
        await check.run(backend).then(
          () => null,
          (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
        ),
      )
    }
    return { isIsolated: globalThis.crossOriginIsolated, failures }
  } catch (error) {
    if (error instanceof BackendMissingError) return { missing: error.message }
    throw error
  }
}

declare global {
  var runContract: (name: BackendName) => Promise<Outcome>
}

globalThis.runContract = runContract
