import type { DType } from '../graph/node.ts'
import type { Shape } from '../graph/shape.ts'

export type BackendName = 'cpu' | 'wasm' | 'webgpu'

/** A value at run time: its elements where JavaScript can read them. */
export interface Tensor {
  readonly dtype: DType
  readonly shape: Shape
  /** Row-major; `bool` as 0 and 1. */
  readonly data: Float32Array | Int32Array | Uint8Array
}

/** A value that the backend holds, wherever it holds it. Fed to a run or received from one. */
export interface DeviceTensor {
  readonly shape: Shape
  read(): Promise<Tensor>
  dispose(): void
}

/** A compiled model. */
export interface Session {
  /**
   * Runs once. Values in `into` hold the outputs of their names from then on, which saves new memory where the backend
   * can write to theirs; they stay the caller's, and must not be among the feeds of the same run.
   */
  run(
    feeds: ReadonlyMap<string, DeviceTensor>,
    into?: ReadonlyMap<string, DeviceTensor>,
  ): Promise<Map<string, DeviceTensor>>
  dispose(): Promise<void>
}

export interface SessionOptions {
  /** For `cpu` and `wasm`; by default as many as the machine has cores. */
  readonly threads?: number
  /** Where data that the model does not carry lies: its names, and the bytes of each file. */
  readonly externalData?: ReadonlyMap<string, Uint8Array>
}

/** Where models run. Get one from `openBackend`. */
export interface Backend {
  readonly name: BackendName
  compile(model: Uint8Array, options?: SessionOptions): Promise<Session>
  /** Gives the elements to the backend; on `cpu` they stay where they are. */
  upload(tensor: Tensor): DeviceTensor
}
