import { availableParallelism } from 'node:os'
import type { Backend, BackendName } from './backend.ts'
import { BackendMissingError } from './backend-errors.ts'
import { OrtBackend } from './ort-backend.ts'
import { assertRuns } from './assert-runs.ts'

/**
 * The backend of that name on Node: `cpu` and `webgpu` of onnxruntime-node, `wasm` of onnxruntime-web.
 * @throws {BackendMissingError} where the machine has none, with the reason.
 */
export async function openBackend(name: BackendName): Promise<Backend> {
  const threads = availableParallelism()
  switch (name) {
    case 'cpu':
      return openCpu(threads)
    case 'wasm': {
      const web = await import('onnxruntime-web')
      web.env.wasm.numThreads = threads
      // It would leave the answer in WebAssembly's memory and the tensor as it was.
      return new OrtBackend('wasm', web, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' }, () => false)
    }
    case 'webgpu':
      return openWebGpu()
    default:
      throw new BackendMissingError(name, 'the backends are cpu, wasm and webgpu.')
  }
}

/** What calls the library is a part of koffi that is not everywhere: the other backends do without. */
async function openCpu(threads: number): Promise<Backend> {
  const { CpuBackend } = await import('./cpu-backend.node.ts').catch((error: unknown) => {
    throw new BackendMissingError('cpu', `koffi does not load: ${(error as Error).message}`, error)
  })
  return new CpuBackend(threads)
}

/** There is a GPU if the smallest model runs on it: the runtime tells only when a session is made. */
async function openWebGpu(): Promise<Backend> {
  const options = {
    executionProviders: ['webgpu'],
    graphOptimizationLevel: 'all',
    preferredOutputLocation: 'gpu-buffer',
  } as const
  const ort = await import('onnxruntime-node')
  const { fetchFromGpu } = await import('./fetch-from-gpu.node.ts')
  const backend = new OrtBackend('webgpu', ort, options, () => false, fetchFromGpu)
  await assertRuns(backend)
  return backend
}
