/** A process of its own, which finds its graphics driver by its environment: runs the contract, and says how each check went. */
import { backendContract } from '../../src/runtime/backend-contract.ts'
import { openBackend } from '../../src/runtime/open-backend.node.ts'
import { interpret } from '../interpret.ts'
import { primitiveCases } from '../primitive-cases.ts'

const backend = await openBackend('webgpu')
const failures: (string | null)[] = []
for (const check of backendContract(interpret, primitiveCases)) {
  failures.push(
    await check.run(backend).then(
      () => null,
      (error: unknown) => String(error),
    ),
  )
}
console.log(JSON.stringify(failures))
