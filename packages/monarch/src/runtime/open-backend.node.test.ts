import { describe, expect, test } from 'vitest'
import { interpret } from '../../tests/interpret.ts'
import { primitiveCases } from '../../tests/primitive-cases.ts'
import type { BackendName } from './backend.ts'
import { backendContract } from './backend-contract.ts'
import { BackendMissingError } from './backend-errors.ts'
import { openBackend } from './open-backend.node.ts'

const checks = backendContract(interpret, primitiveCases)

const backends = await Promise.all(
  (['cpu', 'wasm', 'webgpu'] as const).map(async (name) => ({ name, found: await findBackend(name) })),
)
const present = backends.flatMap(({ name, found }) => (typeof found === 'string' ? [] : [{ name, backend: found }]))
const missing = backends.flatMap(({ name, found }) => (typeof found === 'string' ? [{ name, why: found }] : []))

describe.each(present)('the backend $name', ({ backend }) => {
  test.each(checks)('$title', async (check) => check.run(backend))
})

test.skip.each(missing)('the backend $name keeps the contract (skipped: $why)', () => undefined)

/** The backend, or why there is none. */
async function findBackend(name: BackendName) {
  try {
    return await openBackend(name)
  } catch (error) {
    if (error instanceof BackendMissingError) return error.message
    throw error
  }
}

test('a backend that nobody knows is refused, and those that there are named', async () => {
  const promise = openBackend('cuda' as BackendName)
  await expect(promise).rejects.toThrow(BackendMissingError)
  await expect(promise).rejects.toMatchObject({
    code: 'backend-missing',
    message: 'The backend "cuda" is not there: the backends are cpu, wasm and webgpu.',
  })
})
