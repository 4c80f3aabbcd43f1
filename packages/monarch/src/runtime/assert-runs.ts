import { add, input } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { encodeModel } from '../onnx/encode.ts'
import { lowerGraph } from '../onnx/lower.ts'
import type { Backend } from './backend.ts'
import { BackendMissingError } from './backend-errors.ts'

/**
 * Compiles a model of one addition, which any backend that is there can.
 * @throws {BackendMissingError} with the runtime's reason.
 */
export async function assertRuns(backend: Backend): Promise<void> {
  const x = input('x', [1])
  const model = encodeModel(lowerGraph(trace({ y: add(x, x) }), 'smallest'), 'monarch')
  try {
    const session = await backend.compile(model)
    await session.dispose()
  } catch (error) {
    throw new BackendMissingError(backend.name, reasonOf(error), error)
  }
}

/** ONNX Runtime says where in its source it stopped, and after that why. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown }
  const text = cause instanceof Error ? cause.message : String(error)
  return text.split(' was false. ').at(-1)?.trim() ?? text
}
