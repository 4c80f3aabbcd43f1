/** ONNX Runtime on Node's processor: runs read and write arrays of JavaScript where they lie. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import koffi from 'koffi'
import type { DType } from '../graph/node.ts'
import { describeShape, isSameShape, type Shape, sizeOf } from '../graph/shape.ts'
import { onnxTypeNumber } from '../onnx/lower.ts'
import { arrayOf, assertTensor } from './assert-tensor.ts'
import type { Backend, DeviceTensor, Session, SessionOptions, Tensor } from './backend.ts'
import { BackendError } from './backend-errors.ts'
import { openOrtLibrary, OrtHandle, type OrtLibrary, type Pointer } from './ort-library.node.ts'

const allOptimisations = 99
const arenaAllocator = 1
const defaultMemory = 0
const mostThreads = 1024

class CpuTensor implements DeviceTensor {
  readonly dtype: DType
  readonly shape: Shape
  readonly #data: Tensor['data']
  readonly #value: OrtHandle

  constructor(ort: OrtLibrary, memory: Pointer, tensor: Tensor) {
    assertTensor(tensor)
    this.dtype = tensor.dtype
    this.shape = [...tensor.shape]
    this.#data = tensor.data
    // A small array lies on JavaScript's heap, and moves there, until somebody has asked for its buffer.
    void tensor.data.buffer
    const dims = BigInt64Array.from(this.shape, BigInt)
    const { byteLength } = tensor.data
    const type = onnxTypeNumber[this.dtype]
    this.#value = new OrtHandle(
      ort,
      'Value',
      ort.ask('CreateTensorWithDataAsOrtValue', memory, tensor.data, byteLength, dims, dims.length, type),
    )
  }

  /** @throws {BackendError} when the value is not to be had any more. */
  get pointer(): Pointer {
    // The memory of an array that was transferred belongs to whoever it was transferred to.
    if (this.#data.length !== sizeOf(this.shape))
      throw new BackendError('The elements of a value are gone: their array was transferred, or made smaller.')
    return this.#value.pointer
  }

  async read(): Promise<Tensor> {
    void this.pointer
    return { dtype: this.dtype, shape: this.shape, data: this.#data }
  }

  dispose(): void {
    this.#value.release()
  }
}

interface Output {
  readonly name: string
  readonly dtype: DType
  /** Undefined where the model leaves a size open. */
  readonly shape: Shape | undefined
}

class CpuSession implements Session {
  readonly #backend: CpuBackend
  readonly #ort: OrtLibrary
  readonly #session: OrtHandle
  readonly #inputs: readonly string[]
  readonly #outputs: readonly Output[]
  readonly #outputNameSet: ReadonlySet<string>
  readonly #inputNames: BigUint64Array
  readonly #outputNames: BigUint64Array

  constructor(backend: CpuBackend, ort: OrtLibrary, session: OrtHandle) {
    this.#backend = backend
    this.#ort = ort
    this.#session = session
    this.#inputs = namesOf(ort, session, 'Input')
    this.#outputs = namesOf(ort, session, 'Output').map((name, index) => outputOf(ort, session, index, name))
    const names = this.#outputs.map(({ name }) => name)
    this.#outputNameSet = new Set(names)
    this.#inputNames = cStrings(this.#inputs)
    this.#outputNames = cStrings(names)
  }

  async run(
    feeds: ReadonlyMap<string, DeviceTensor>,
    into: ReadonlyMap<string, DeviceTensor> = new Map(),
  ): Promise<Map<string, DeviceTensor>> {
    // A run holds the thread: others have their turn between two.
    await nextTurn()
    const given = this.#inputs.map((name) => inputOf(name, feeds))
    const targets = this.#targets(into)
    assertApart(given, targets)
    const values = BigUint64Array.from(given, ({ pointer }) => pointer)
    // Nothing for an output of which only the run will tell the shape.
    const results = BigUint64Array.from(targets, (target) => target?.pointer ?? 0n)
    this.#ort.holding([given, targets], () => {
      const [names, outputNames] = [this.#inputNames, this.#outputNames]
      const { pointer } = this.#session
      this.#ort.call('Run', pointer, null, names, values, given.length, outputNames, targets.length, results)
    })
    return new Map(
      this.#outputs.map(({ name, dtype }, index) => [name, targets[index] ?? this.#taken(dtype, results[index]!)]),
    )
  }

  /** Where the outputs are written. The library checks the shape of what it is given for that, and not the type. */
  #targets(into: ReadonlyMap<string, DeviceTensor>): (CpuTensor | undefined)[] {
    const unknown = [...into.keys()].find((name) => !this.#outputNameSet.has(name))
    if (unknown !== undefined) throw new BackendError(`There is no output "${unknown}" to be written to a value.`)
    return this.#outputs.map(({ name, dtype, shape }) => {
      const target = into.get(name)
      if (target === undefined)
        return shape && this.#backend.upload({ dtype, shape, data: new arrayOf[dtype](sizeOf(shape)) })
      const value = cpuTensor(target)
      if (value.dtype === dtype && (shape === undefined || isSameShape(value.shape, shape))) return value
      const [expected, got] = [`${dtype} ${describeShape(shape ?? [])}`, `${value.dtype} ${describeShape(value.shape)}`]
      throw new BackendError(`The output "${name}" is ${expected}, and what it should be written to ${got}.`)
    })
  }

  /** What the library made of an output, copied. */
  #taken(dtype: DType, value: Pointer): CpuTensor {
    const ort = this.#ort
    try {
      const info = ort.ask('GetTensorTypeAndShape', value)
      const shape = dimsOf(ort, info)
      ort.release('TensorTypeAndShapeInfo', info)
      const data = new arrayOf[dtype](sizeOf(shape))
      if (data.length > 0) {
        const made = koffi.view(ort.ask('GetTensorMutableData', value), data.byteLength)
        new Uint8Array(data.buffer).set(new Uint8Array(made))
      }
      return this.#backend.upload({ dtype, shape, data })
    } finally {
      ort.release('Value', value)
    }
  }

  async dispose(): Promise<void> {
    this.#session.release()
  }
}

function inputOf(name: string, feeds: ReadonlyMap<string, DeviceTensor>): CpuTensor {
  const value = feeds.get(name)
  if (value === undefined) throw new BackendError(`The run is given nothing for the input "${name}".`)
  return cpuTensor(value)
}

function cpuTensor(tensor: DeviceTensor): CpuTensor {
  if (!(tensor instanceof CpuTensor))
    throw new BackendError('A run takes values of its own backend: pass what `upload` or another run of it answered.')
  return tensor
}

/** A run that wrote to what it reads, or two outputs to one place, would answer neither. */
function assertApart(given: readonly CpuTensor[], targets: readonly (CpuTensor | undefined)[]): void {
  const taken = new Set<CpuTensor | undefined>(given)
  for (const target of targets) {
    if (target !== undefined && taken.has(target))
      throw new BackendError(
        'An output should be written to a value that the same run reads, or writes another output to.',
      )
    taken.add(target)
  }
}

/** An array of C's strings in one piece of memory: their addresses, and after those the strings, each with a zero at its end. */
function cStrings(texts: readonly string[], encoding: BufferEncoding = 'utf8'): BigUint64Array {
  const strings = texts.map((text) => Buffer.from(`${text}\0`, encoding))
  const start = texts.length * BigUint64Array.BYTES_PER_ELEMENT
  const memory = new Uint8Array(strings.reduce((end, { length }) => end + length, start))
  const addresses = new BigUint64Array(memory.buffer, 0, texts.length)
  const base = memory.length === 0 ? 0n : koffi.address(memory)
  let at = start
  for (const [index, string] of strings.entries()) {
    addresses[index] = base + BigInt(at)
    memory.set(string, at)
    at += string.length
  }
  return addresses
}

function namesOf(ort: OrtLibrary, { pointer }: OrtHandle, side: 'Input' | 'Output'): string[] {
  const allocator = ort.ask('GetAllocatorWithDefaultOptions')
  return Array.from({ length: Number(ort.ask(`SessionGet${side}Count`, pointer)) }, (_, index) => {
    const text = ort.ask(`SessionGet${side}Name`, pointer, index, allocator)
    const name = koffi.decode.string(text)
    ort.call('AllocatorFree', allocator, text)
    return name
  })
}

function outputOf(ort: OrtLibrary, { pointer }: OrtHandle, index: number, name: string): Output {
  const typeInfo = ort.ask('SessionGetOutputTypeInfo', pointer, index)
  try {
    // Null for what is no tensor.
    const info = ort.ask('CastTypeInfoToTensorInfo', typeInfo)
    const type = info === 0n ? undefined : Number(ort.ask('GetTensorElementType', info))
    const dtype = (Object.keys(onnxTypeNumber) as DType[]).find((each) => onnxTypeNumber[each] === type)
    if (dtype === undefined)
      throw new BackendError(`the output "${name}" is of none of the types ${Object.keys(onnxTypeNumber).join(', ')}.`)
    const dims = dimsOf(ort, info)
    return { name, dtype, shape: dims.every((dim) => dim >= 0) ? dims : undefined }
  } finally {
    ort.release('TypeInfo', typeInfo)
  }
}

/** Less than 0 for what is open. */
function dimsOf(ort: OrtLibrary, info: Pointer): number[] {
  const dims = new BigInt64Array(Number(ort.ask('GetDimensionsCount', info)))
  ort.call('GetDimensions', info, dims, dims.length)
  return Array.from(dims, Number)
}

export class CpuBackend implements Backend {
  readonly name = 'cpu'
  readonly #ort: OrtLibrary
  readonly #threads: number
  readonly #memory: Pointer

  /**
   * @param threads of a session that does not say
   * @throws {BackendMissingError} where the machine has no library of the runtime.
   */
  constructor(threads: number) {
    this.#ort = openOrtLibrary()
    this.#threads = threads
    this.#memory = this.#ort.ask('CreateCpuMemoryInfo', arenaAllocator, defaultMemory)
  }

  async compile(model: Uint8Array, { threads = this.#threads, externalData }: SessionOptions = {}): Promise<Session> {
    if (!Number.isInteger(threads) || threads < 1 || threads > mostThreads)
      throw new BackendError(`threads: expected a whole number from 1 to ${mostThreads}, and got ${threads}.`)
    const ort = this.#ort
    const options = new OrtHandle(ort, 'SessionOptions', ort.ask('CreateSessionOptions'))
    try {
      ort.call('SetSessionGraphOptimizationLevel', options.pointer, allOptimisations)
      ort.call('SetIntraOpNumThreads', options.pointer, threads)
      ort.call('SetInterOpNumThreads', options.pointer, 1)
      const session = ort.holding([externalData], () => {
        if (externalData !== undefined) addExternalData(ort, options, externalData)
        return ort.ask('CreateSessionFromArray', ort.env, model, model.byteLength, options.pointer)
      })
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

/** The library reads the files when the session is made. */
function addExternalData(ort: OrtLibrary, options: OrtHandle, files: ReadonlyMap<string, Uint8Array>): void {
  const contents = [...files.values()]
  ort.call(
    'AddExternalInitializersFromFilesInMemory',
    options.pointer,
    cStrings([...files.keys()], process.platform === 'win32' ? 'utf16le' : 'utf8'),
    BigUint64Array.from(contents, (bytes) => koffi.address(bytes)),
    BigUint64Array.from(contents, (bytes) => BigInt(bytes.byteLength)),
    contents.length,
  )
}
