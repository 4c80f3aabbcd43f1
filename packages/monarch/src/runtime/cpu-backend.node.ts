/** ONNX Runtime on Node's processor: runs read and write arrays of JavaScript where they lie. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import koffi from 'koffi'
import type { DType } from '../graph/node.ts'
import { describeShape, isSameShape, type Shape, sizeOf } from '../graph/shape.ts'
import { onnxTypeNumber } from '../onnx/lower.ts'
import type { Backend, DeviceTensor, Session, SessionOptions, Tensor } from './backend.ts'
import { BackendError } from './backend-errors.ts'
import { OrtHandle, type OrtLibrary, type Pointer } from './ort-library.node.ts'

const allOptimisations = 99
const arenaAllocator = 1
const defaultMemory = 0

const arrayOf: Readonly<Record<DType, new (size: number) => Tensor['data']>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
}

class CpuTensor implements DeviceTensor {
  readonly tensor: Tensor
  readonly #value: OrtHandle

  constructor(ort: OrtLibrary, memory: Pointer, tensor: Tensor) {
    this.tensor = tensor
    const { dtype, shape, data } = tensor
    // Small arrays lie on JavaScript's heap, and move, until their buffer was asked for.
    if (data.buffer.byteLength < data.byteLength || data.length !== sizeOf(shape))
      throw new BackendError(
        `The shape ${describeShape(shape)} has ${sizeOf(shape)} elements, and the array ${data.length}.`,
      )
    const dims = BigInt64Array.from(shape, BigInt)
    const type = onnxTypeNumber[dtype]
    const value = ort.create('CreateTensorWithDataAsOrtValue', memory, data, data.byteLength, dims, dims.length, type)
    this.#value = new OrtHandle(ort, 'Value', value)
  }

  get shape(): Shape {
    return this.tensor.shape
  }

  get pointer(): Pointer {
    // Its memory belongs to whoever it was transferred to.
    if (this.tensor.data.length !== sizeOf(this.shape))
      throw new BackendError('The elements of a value are gone: their array was transferred, or made smaller.')
    return this.#value.pointer
  }

  async read(): Promise<Tensor> {
    return this.tensor
  }

  dispose(): void {
    this.#value.release()
  }
}

interface Output {
  readonly name: string
  readonly dtype: DType
  readonly shape: Shape
}

class CpuSession implements Session {
  readonly #backend: CpuBackend
  readonly #ort: OrtLibrary
  readonly #session: OrtHandle
  readonly #inputs: readonly string[]
  readonly #outputs: readonly Output[]
  /** Addresses of the names, each with a zero at its end, and what holds them there. */
  readonly #inputNames: Names
  readonly #outputNames: Names

  constructor(backend: CpuBackend, ort: OrtLibrary, session: OrtHandle) {
    this.#backend = backend
    this.#ort = ort
    this.#session = session
    this.#inputs = namesOf(ort, session, 'Input')
    this.#outputs = namesOf(ort, session, 'Output').map((name, index) => ({ name, ...outputType(ort, session, index) }))
    this.#inputNames = new Names(this.#inputs)
    this.#outputNames = new Names(this.#outputs.map(({ name }) => name))
  }

  async run(
    feeds: ReadonlyMap<string, DeviceTensor>,
    into: ReadonlyMap<string, DeviceTensor> = new Map(),
  ): Promise<Map<string, DeviceTensor>> {
    // A run holds the thread: others have their turn between two.
    await nextTurn()
    const given = this.#inputs.map((name) => feeds.get(name) ?? missing(name)).map(cpuTensor)
    const answers = this.#outputs.map(
      (output) => [output.name, this.#memoryFor(output, into.get(output.name))] as const,
    )
    const results = BigUint64Array.from(answers, ([, { pointer }]) => pointer)
    this.#ort.call(
      'Run',
      this.#session.pointer,
      null,
      this.#inputNames.addresses,
      BigUint64Array.from(given, ({ pointer }) => pointer),
      given.length,
      this.#outputNames.addresses,
      answers.length,
      results,
    )
    return new Map(answers)
  }

  /** The library checks the shape of what it is given to write to, and not the type. */
  #memoryFor({ name, dtype, shape }: Output, into: DeviceTensor | undefined): CpuTensor {
    if (into === undefined) return this.#backend.upload({ dtype, shape, data: new arrayOf[dtype](sizeOf(shape)) })
    const { tensor } = cpuTensor(into)
    if (tensor.dtype === dtype && isSameShape(tensor.shape, shape)) return cpuTensor(into)
    const [expected, got] = [{ dtype, shape }, tensor].map((each) => `${each.dtype} ${describeShape(each.shape)}`)
    throw new BackendError(`The output "${name}" is ${expected}, and what it should be written to ${got}.`)
  }

  async dispose(): Promise<void> {
    this.#session.release()
  }
}

/** An array of C's strings. */
class Names {
  readonly addresses: BigUint64Array
  readonly #held: readonly Uint8Array[]

  constructor(names: readonly string[], encoding: BufferEncoding = 'utf8') {
    this.#held = names.map((name) => Buffer.from(`${name}\0`, encoding))
    this.addresses = BigUint64Array.from(this.#held, (bytes) => koffi.address(bytes))
  }
}

function missing(name: string): never {
  throw new BackendError(`The run is given nothing for the input "${name}".`)
}

function cpuTensor(tensor: DeviceTensor): CpuTensor {
  if (!(tensor instanceof CpuTensor))
    throw new BackendError('A run takes values of its own backend: pass what `upload` or another run of it answered.')
  return tensor
}

function namesOf(ort: OrtLibrary, { pointer }: OrtHandle, side: 'Input' | 'Output'): string[] {
  const allocator = ort.create('GetAllocatorWithDefaultOptions')
  return Array.from({ length: Number(ort.create(`SessionGet${side}Count`, pointer)) }, (_, index) => {
    const text = ort.create(`SessionGet${side}Name`, pointer, index, allocator)
    const name = koffi.decode.string(text)
    ort.call('AllocatorFree', allocator, text)
    return name
  })
}

function outputType(ort: OrtLibrary, { pointer }: OrtHandle, index: number): Omit<Output, 'name'> {
  const typeInfo = ort.create('SessionGetOutputTypeInfo', pointer, index)
  try {
    const info = ort.create('CastTypeInfoToTensorInfo', typeInfo)
    const type = Number(ort.create('GetTensorElementType', info))
    const dims = new BigInt64Array(Number(ort.create('GetDimensionsCount', info)))
    ort.call('GetDimensions', info, dims, dims.length)
    const dtype = (Object.keys(onnxTypeNumber) as DType[]).find((name) => onnxTypeNumber[name] === type)
    if (dtype === undefined || dims.some((dim) => dim < 0))
      throw new BackendError('The model has an output of a type or of a shape that no graph has.')
    return { dtype, shape: Array.from(dims, Number) }
  } finally {
    ort.release('TypeInfo', typeInfo)
  }
}

export class CpuBackend implements Backend {
  readonly name = 'cpu'
  readonly #ort: OrtLibrary
  readonly #threads: number
  readonly #memory: Pointer

  /** @param threads of a session that does not say */
  constructor(ort: OrtLibrary, threads: number) {
    this.#ort = ort
    this.#threads = threads
    this.#memory = ort.create('CreateCpuMemoryInfo', arenaAllocator, defaultMemory)
  }

  async compile(model: Uint8Array, { threads = this.#threads, externalData }: SessionOptions = {}): Promise<Session> {
    const ort = this.#ort
    const options = new OrtHandle(ort, 'SessionOptions', ort.create('CreateSessionOptions'))
    try {
      ort.call('SetSessionGraphOptimizationLevel', options.pointer, allOptimisations)
      ort.call('SetIntraOpNumThreads', options.pointer, threads)
      ort.call('SetInterOpNumThreads', options.pointer, 1)
      if (externalData !== undefined) addExternalData(ort, options, externalData)
      const session = ort.create('CreateSessionFromArray', ort.env, model, model.byteLength, options.pointer)
      return new CpuSession(this, ort, new OrtHandle(ort, 'Session', session))
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      throw new BackendError(`The backend cpu does not take the model: ${error.message}`, { cause: error })
    } finally {
      options.release()
    }
  }

  upload(tensor: Tensor): CpuTensor {
    return new CpuTensor(this.#ort, this.#memory, tensor)
  }
}

function addExternalData(ort: OrtLibrary, options: OrtHandle, files: ReadonlyMap<string, Uint8Array>): void {
  const contents = [...files.values()]
  ort.call(
    'AddExternalInitializersFromFilesInMemory',
    options.pointer,
    new Names([...files.keys()], process.platform === 'win32' ? 'utf16le' : 'utf8').addresses,
    BigUint64Array.from(contents, (bytes) => koffi.address(bytes)),
    BigUint64Array.from(contents, (bytes) => BigInt(bytes.byteLength)),
    contents.length,
  )
}
