/**
 * ONNX Runtime's C interface (onnxruntime_c_api.h), in the library that onnxruntime-node carries. The binding of that
 * package (1.30) copies every output of a run to new memory, also one that was written to memory given for it: in
 * training, all parameters and moments at each step (ADR 0018).
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import koffi, { type LibraryHandle } from 'koffi'
import { BackendError, BackendMissingError } from './backend-errors.ts'

/** An address. */
export type Pointer = bigint

/** Of an array, the address of its first element is passed. */
type Argument = Pointer | number | string | NodeJS.TypedArray | null

/** The version of the interface in which the last of these functions came. Later ones only add to its table. */
const version = 18

/** Those that answer a status, or nothing when all went well: their places in the table, and what they take. */
const functions = {
  CreateEnv: [3, ['int', 'str', 'void *']],
  CreateSessionFromArray: [8, ['void *', 'void *', 'size_t', 'void *', 'void *']],
  Run: [9, ['void *', 'void *', 'void *', 'void *', 'size_t', 'void *', 'size_t', 'void *']],
  CreateSessionOptions: [10, ['void *']],
  SetSessionGraphOptimizationLevel: [23, ['void *', 'int']],
  SetIntraOpNumThreads: [24, ['void *', 'int']],
  SetInterOpNumThreads: [25, ['void *', 'int']],
  SessionGetInputCount: [30, ['void *', 'void *']],
  SessionGetOutputCount: [31, ['void *', 'void *']],
  SessionGetOutputTypeInfo: [34, ['void *', 'size_t', 'void *']],
  SessionGetInputName: [36, ['void *', 'size_t', 'void *', 'void *']],
  SessionGetOutputName: [37, ['void *', 'size_t', 'void *', 'void *']],
  CreateTensorWithDataAsOrtValue: [49, ['void *', 'void *', 'size_t', 'void *', 'size_t', 'int', 'void *']],
  CastTypeInfoToTensorInfo: [55, ['void *', 'void *']],
  GetTensorElementType: [60, ['void *', 'void *']],
  GetDimensionsCount: [61, ['void *', 'void *']],
  GetDimensions: [62, ['void *', 'void *', 'size_t']],
  CreateCpuMemoryInfo: [69, ['int', 'int', 'void *']],
  AllocatorFree: [76, ['void *', 'void *']],
  GetAllocatorWithDefaultOptions: [78, ['void *']],
  AddExternalInitializersFromFilesInMemory: [279, ['void *', 'void *', 'void *', 'void *', 'size_t']],
} as const satisfies Readonly<Record<string, readonly [place: number, parameters: readonly string[]]>>

/** Those that give back what others made, which answer nothing: their places. */
const releases = { Status: 93, Session: 95, Value: 96, TypeInfo: 98, SessionOptions: 100 } as const

const getErrorMessage = 2

/** Of the levels at which the library logs. */
const errorsOnly = 3

type FunctionName = keyof typeof functions
type ReleaseName = keyof typeof releases

let library: OrtLibrary | undefined

/** @throws {BackendMissingError} where the machine has no such library. */
export function openOrtLibrary(): OrtLibrary {
  try {
    library ??= new OrtLibrary(koffi.load(libraryPath()))
    return library
  } catch (error) {
    throw new BackendMissingError('cpu', `ONNX Runtime does not load: ${(error as Error).message}`, error)
  }
}

/** Beside the binding of onnxruntime-node. */
function libraryPath(): string {
  const { platform, arch } = process
  const names: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'libonnxruntime.1.dylib',
    win32: 'onnxruntime.dll',
  }
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node')
  return join(dirname(entry), '../bin/napi-v6', platform, arch, names[platform] ?? 'libonnxruntime.so.1')
}

export class OrtLibrary {
  /** It would be unloaded once nothing refers to it. */
  readonly #file: LibraryHandle
  readonly #table: Pointer
  readonly #bound = new Map<number, (...values: Argument[]) => unknown>()
  /** One for the process, and never released: others in it may use it. */
  readonly env: Pointer

  constructor(file: LibraryHandle) {
    this.#file = file
    const base = this.#file.func('OrtGetApiBase', 'void *', [])() as Pointer
    const getApi = koffi.decode(base, 'void *') as Pointer
    const table = koffi.call(getApi, koffi.proto('void *', ['uint32_t']), version) as Pointer | null
    if (table === null) throw new Error(`it has no version ${version} of its interface.`)
    this.#table = table
    this.env = this.create('CreateEnv', errorsOnly, 'monarch')
  }

  /** @throws {BackendError} with what the library says. */
  call(name: FunctionName, ...values: Argument[]): void {
    const [place, parameters] = functions[name]
    const status = this.#bind(place, 'void *', parameters)(...values) as Pointer | null
    if (status === null) return
    const message = this.#bind(getErrorMessage, 'str', ['void *'])(status) as string
    this.release('Status', status)
    throw new BackendError(message)
  }

  /** Calls a function whose last parameter is where it writes a pointer or a whole number. */
  create(name: FunctionName, ...values: Argument[]): Pointer {
    const out = new BigUint64Array(1)
    this.call(name, ...values, out)
    return out[0]!
  }

  release(kind: ReleaseName, value: Pointer): void {
    this.#bind(releases[kind], 'void', ['void *'])(value)
  }

  #bind(place: number, result: string, parameters: readonly string[]): (...values: Argument[]) => unknown {
    const known = this.#bound.get(place)
    if (known !== undefined) return known
    const address = koffi.decode(this.#table, place * koffi.sizeof('void *'), 'void *') as Pointer
    const bound = koffi.decode(address, koffi.proto(result, [...parameters])) as (...values: Argument[]) => unknown
    this.#bound.set(place, bound)
    return bound
  }
}

interface Held {
  readonly ort: OrtLibrary
  readonly kind: ReleaseName
  readonly pointer: Pointer
}

const forgotten = new FinalizationRegistry<Held>(({ ort, kind, pointer }) => ort.release(kind, pointer))

/** What the library made: given back when it is released, or once nothing refers to it. */
export class OrtHandle {
  readonly #held: Held
  #isReleased = false

  constructor(ort: OrtLibrary, kind: ReleaseName, pointer: Pointer) {
    this.#held = { ort, kind, pointer }
    forgotten.register(this, this.#held, this)
  }

  /** @throws {BackendError} after it was released. */
  get pointer(): Pointer {
    if (this.#isReleased) throw new BackendError('A session or a value was used after it was disposed of.')
    return this.#held.pointer
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    forgotten.unregister(this)
    const { ort, kind, pointer } = this.#held
    ort.release(kind, pointer)
  }
}
