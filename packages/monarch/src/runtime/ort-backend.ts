/** ONNX Runtime behind the `Backend` interface: the same code for its Node and its web build, which share an API. */
import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common'
import { assertTensor } from './assert-tensor.ts'
import { BackendError } from './backend-errors.ts'
import type { Backend, BackendName, DeviceTensor, Session, SessionOptions, Tensor } from './backend.ts'

/** What both builds of ONNX Runtime export. */
export interface OrtModule {
  readonly InferenceSession: typeof InferenceSession
  readonly Tensor: TensorConstructor
}

/** Whether the runtime writes an output to the memory of a tensor that it is given for it. */
export type CanWriteTo = (tensor: OrtTensor) => boolean

/** What a tensor that lies on a device holds. */
export type FetchData = (tensor: OrtTensor) => Promise<OrtTensor['data']>

class OrtDeviceTensor implements DeviceTensor {
  #value: OrtTensor
  readonly #fetchData: FetchData

  constructor(value: OrtTensor, fetchData: FetchData) {
    this.#value = value
    this.#fetchData = fetchData
  }

  get value(): OrtTensor {
    return this.#value
  }

  get shape(): readonly number[] {
    return this.#value.dims
  }

  /** Holds another value from now on; the one before it is gone. */
  hold(value: OrtTensor): this {
    if (value !== this.#value) this.#value.dispose()
    this.#value = value
    return this
  }

  async read(): Promise<Tensor> {
    const { value } = this
    const data = value.location === 'cpu' ? value.data : await this.#fetchData(value)
    const dtype = value.type
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
      throw new BackendError(`internal: a run answered ${dtype}, which no primitive has`)
    return { dtype, shape: value.dims, data: data as Tensor['data'] }
  }

  dispose(): void {
    this.#value.dispose()
  }
}

class OrtSession implements Session {
  readonly #session: InferenceSession
  readonly #canWriteTo: CanWriteTo
  readonly #fetchData: FetchData

  constructor(session: InferenceSession, canWriteTo: CanWriteTo, fetchData: FetchData) {
    this.#session = session
    this.#canWriteTo = canWriteTo
    this.#fetchData = fetchData
  }

  async run(
    feeds: ReadonlyMap<string, DeviceTensor>,
    into: ReadonlyMap<string, DeviceTensor> = new Map(),
  ): Promise<Map<string, DeviceTensor>> {
    const given = Object.fromEntries([...feeds].map(([name, tensor]) => [name, deviceTensor(tensor).value]))
    const buffers = new Map([...into].map(([name, tensor]) => [name, deviceTensor(tensor)]))
    const wanted = this.#session.outputNames.map((name) => [name, this.#memoryOf(buffers.get(name))] as const)
    const answered = await this.#session.run(given, Object.fromEntries(wanted))
    return new Map(
      Object.entries(answered).map(([name, value]) => [
        name,
        buffers.get(name)?.hold(value) ?? new OrtDeviceTensor(value, this.#fetchData),
      ]),
    )
  }

  #memoryOf(buffer: OrtDeviceTensor | undefined): OrtTensor | null {
    return buffer !== undefined && this.#canWriteTo(buffer.value) ? buffer.value : null
  }

  async dispose(): Promise<void> {
    await this.#session.release()
  }
}

function deviceTensor(tensor: DeviceTensor): OrtDeviceTensor {
  if (!(tensor instanceof OrtDeviceTensor))
    throw new BackendError('A run takes values of its own backend: pass what `upload` or another run of it answered.')
  return tensor
}

export class OrtBackend implements Backend {
  readonly name: BackendName
  readonly #ort: OrtModule
  readonly #options: InferenceSession.SessionOptions
  readonly #canWriteTo: CanWriteTo
  readonly #fetchData: FetchData

  constructor(
    name: BackendName,
    ort: OrtModule,
    options: InferenceSession.SessionOptions,
    canWriteTo: CanWriteTo,
    fetchData: FetchData = (tensor) => tensor.getData(),
  ) {
    this.name = name
    this.#ort = ort
    this.#options = options
    this.#canWriteTo = canWriteTo
    this.#fetchData = fetchData
  }

  async compile(model: Uint8Array, { threads, externalData }: SessionOptions = {}): Promise<Session> {
    const options: InferenceSession.SessionOptions = {
      ...this.#options,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      ...(externalData === undefined
        ? {}
        : { externalData: [...externalData].map(([path, data]) => ({ path, data })) }),
    }
    try {
      const session = await this.#ort.InferenceSession.create(model, options)
      return new OrtSession(session, this.#canWriteTo, this.#fetchData)
    } catch (error) {
      throw new BackendError(`The backend ${this.name} does not take the model: ${messageOf(error)}`, { cause: error })
    }
  }

  upload(tensor: Tensor): DeviceTensor {
    assertTensor(tensor)
    const { dtype, data, shape } = tensor
    return new OrtDeviceTensor(new this.#ort.Tensor(dtype, data as never, [...shape]), this.#fetchData)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
