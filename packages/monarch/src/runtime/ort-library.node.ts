/**
 * ONNX Runtime's C interface (onnxruntime_c_api.h), in the library that onnxruntime-node carries. The binding of that
 * package (1.30) copies every output of a run to new memory, also one that was written to memory given for it: in
 * training, all parameters and moments at each step (ADR 0018).
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import koffi, { type LibraryHandle } from 'koffi'
import { BackendError, BackendMissingError } from './backend-errors.ts'

/** An address. */
export type Pointer = bigint

/** Of an array, the address of its first element is passed. It is not collected during the call; what it points to may be. */
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
  GetTensorMutableData: [51, ['void *', 'void *']],
  CastTypeInfoToTensorInfo: [55, ['void *', 'void *']],
  GetTensorElementType: [60, ['void *', 'void *']],
  GetDimensionsCount: [61, ['void *', 'void *']],
  GetDimensions: [62, ['void *', 'void *', 'size_t']],
  GetTensorTypeAndShape: [65, ['void *', 'void *']],
  CreateCpuMemoryInfo: [69, ['int', 'int', 'void *']],
  AllocatorFree: [76, ['void *', 'void *']],
  GetAllocatorWithDefaultOptions: [78, ['void *']],
  AddExternalInitializersFromFilesInMemory: [279, ['void *', 'void *', 'void *', 'void *', 'size_t']],
} as const satisfies Readonly<Record<string, readonly [place: number, parameters: readonly string[]]>>

/** Those that give back what others made, which answer nothing: their places. */
const releases = {
  Status: 93,
  Session: 95,
  Value: 96,
  TypeInfo: 98,
  TensorTypeAndShapeInfo: 99,
  SessionOptions: 100,
} as const

const getErrorMessage = 2

/** Of the levels at which the library logs: what goes wrong is thrown. */
const fatalOnly = 4

type FunctionName = keyof typeof functions
type ReleaseName = keyof typeof releases

let library: OrtLibrary | undefined

/** @throws {BackendMissingError} where the machine has no such library. */
export function openOrtLibrary(): OrtLibrary {
  const path = libraryPath()
  if (!existsSync(path))
    throw new BackendMissingError(
      'cpu',
      `onnxruntime-node has no library for ${process.platform} on ${process.arch} (${path}).`,
    )
  try {
    library ??= new OrtLibrary(koffi.load(path))
    return library
  } catch (error) {
    throw new BackendMissingError('cpu', `${path} does not load: ${(error as Error).message}`, error)
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
  readonly #inUse = new Set<unknown>()
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
    this.env = this.ask('CreateEnv', fatalOnly, 'monarch')
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

  /**
   * Calls a function whose last parameter is where it writes a pointer or a whole number, of 4 bytes or 8: all processors
   * that it is built for have the lower bytes first.
   */
  ask(name: FunctionName, ...values: Argument[]): Pointer {
    const out = new BigUint64Array(1)
    this.call(name, ...values, out)
    return out[0]!
  }

  /**
   * Does what uses these by their addresses. Without it nothing may refer to them any more once the addresses are taken,
   * and they may be collected before the call is over.
   */
  holding<T>(values: readonly unknown[], work: () => T): T {
    this.#inUse.add(values)
    try {
      return work()
    } finally {
      this.#inUse.delete(values)
    }
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

const live = new Set<Held>()

function giveBack(held: Held): void {
  if (live.delete(held)) held.ort.release(held.kind, held.pointer)
}

const forgotten = new FinalizationRegistry<Held>(giveBack)

// A process takes its memory and threads along; a worker leaves what it did not give back to the process.
if (!isMainThread) process.once('exit', () => [...live].forEach(giveBack))

/** What the library made: given back when it is released, or once nothing refers to it. */
export class OrtHandle {
  readonly #held: Held

  constructor(ort: OrtLibrary, kind: ReleaseName, pointer: Pointer) {
    this.#held = { ort, kind, pointer }
    live.add(this.#held)
    forgotten.register(this, this.#held)
  }

  /** @throws {BackendError} after it was released. */
  get pointer(): Pointer {
    if (!live.has(this.#held))
      throw new BackendError(`A ${this.#held.kind.toLowerCase()} was used after it was disposed of.`)
    return this.#held.pointer
  }

  release(): void {
    giveBack(this.#held)
  }
}
