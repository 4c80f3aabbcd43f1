import type { Backend, BackendName } from './backend.ts'
import { BackendMissingError } from './backend-errors.ts'
import { OrtBackend } from './ort-backend.ts'
import { assertRuns } from './assert-runs.ts'

/**
 * The backend of that name in a browser, `wasm` or `webgpu`, both of onnxruntime-web; each is fetched when it is opened.
 * `wasm` has threads only in a page that is isolated (served with COOP and COEP headers).
 * @throws {BackendMissingError} where the browser has none, with the reason.
 */
export async function openBackend(name: BackendName): Promise<Backend> {
  switch (name) {
    case 'wasm': {
      const web = await import('onnxruntime-web/wasm')
      web.env.wasm.numThreads = globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1
      // It would leave the answer in WebAssembly's memory and the tensor as it was.
      return new OrtBackend('wasm', web, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' }, () => false)
    }
    case 'webgpu':
      return openWebGpu()
    case 'cpu':
      throw new BackendMissingError('cpu', 'it is for Node; a browser has wasm, and may have webgpu.')
    default:
      throw new BackendMissingError(name, 'the backends are cpu, wasm and webgpu.')
  }
}

async function openWebGpu(): Promise<Backend> {
  await assertAdapter()
  const web = await import('onnxruntime-web/webgpu')
  const options = {
    executionProviders: ['webgpu'],
    graphOptimizationLevel: 'all',
    preferredOutputLocation: 'gpu-buffer',
  } as const
  const backend = new OrtBackend('webgpu', web, options, ({ location }) => location === 'gpu-buffer')
  await assertRuns(backend)
  return backend
}

/** Asked before the runtime is fetched, which is large. */
async function assertAdapter(): Promise<void> {
  const { gpu } = navigator as { readonly gpu?: GPU }
  if (gpu === undefined)
    throw new BackendMissingError('webgpu', 'this browser, or this page without https, has no WebGPU.')
  if ((await gpu.requestAdapter()) === null)
    throw new BackendMissingError('webgpu', 'the browser has WebGPU, and no adapter for it.')
}
