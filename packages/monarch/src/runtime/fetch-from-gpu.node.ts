import * as ort from 'onnxruntime-node'
import { encodeModel } from '../onnx/encode.ts'
import type { ElementType } from '../onnx/model.ts'

/** A type and a shape each: a training run reads a loss at every step, and its weights now and then. */
const sessionsKept = 256

const sessions = new Map<string, Promise<ort.InferenceSession>>()

/**
 * What a tensor on the GPU holds. `getData` of such a tensor ends the process (onnxruntime-node 1.30): a model that
 * answers its input, and whose answers are wanted in memory, fetches it.
 */
export async function fetchFromGpu(tensor: ort.Tensor): Promise<ort.Tensor.DataType> {
  const session = await sessionFor(tensor)
  const { y } = await session.run({ x: tensor })
  if (y === undefined) throw new Error('internal: a model with one output answers it')
  return y.data
}

function sessionFor({ type, dims }: ort.Tensor): Promise<ort.InferenceSession> {
  const key = `${type} ${dims.join()}`
  const kept = sessions.get(key) ?? openSession(type as ElementType, dims)
  sessions.delete(key)
  sessions.set(key, kept)
  const [oldest] = sessions.keys()
  if (sessions.size > sessionsKept && oldest !== undefined) {
    void sessions.get(oldest)?.then((session) => session.release())
    sessions.delete(oldest)
  }
  return kept
}

async function openSession(type: ElementType, dims: readonly number[]): Promise<ort.InferenceSession> {
  const node = { opType: 'Identity', inputs: ['x'], outputs: ['y'], attributes: {} }
  const value = { type, dims }
  const model = encodeModel(
    {
      name: 'fetch',
      nodes: [node],
      initializers: [],
      inputs: [{ name: 'x', ...value }],
      outputs: [{ name: 'y', ...value }],
    },
    'monarch',
  )
  return ort.InferenceSession.create(model, { executionProviders: ['webgpu'] })
}
