import { ShapeError } from '../graph/errors.ts'
import type { NodeOf } from '../graph/node.ts'
import { optimise } from '../graph/passes/optimise.ts'
import { describeShape, isSameShape } from '../graph/shape.ts'
import type { Graph } from '../graph/trace.ts'
import { encodeModel } from '../onnx/encode.ts'
import { lowerGraph } from '../onnx/lower.ts'
import type { Backend, DeviceTensor, Session, SessionOptions, Tensor } from './backend.ts'
import { assertFits } from './memory.ts'

export type Feeds = Readonly<Record<string, Tensor | DeviceTensor>>

/** Inputs that an error names; models have hundreds. */
const mostNamed = 8

/** A graph that is ready to run on a backend. */
export class Program {
  readonly graph: Graph
  readonly backend: Backend
  readonly #session: Session
  readonly #inputNames: ReadonlySet<string>

  private constructor(graph: Graph, backend: Backend, session: Session) {
    this.graph = graph
    this.backend = backend
    this.#session = session
    this.#inputNames = new Set(graph.inputs.map(({ attributes }) => attributes.name))
  }

  /**
   * @throws {OutOfMemoryError} before anything is compiled, when the values that live at once do not fit.
   * @throws {BackendError} when the backend does not take the model.
   */
  static async compile(graph: Graph, backend: Backend, options: SessionOptions = {}): Promise<Program> {
    const simplified = optimise(graph)
    assertFits(simplified)
    const session = await backend.compile(encodeModel(lowerGraph(simplified, 'graph'), 'monarch'), options)
    return new Program(simplified, backend, session)
  }

  /**
   * Runs once. Values in `into` hold the outputs of their names from then on; the others are new, and the caller's to dispose of.
   * @throws {ShapeError} when an input is missing, unknown, or of another shape or type.
   */
  async run(feeds: Feeds, into?: ReadonlyMap<string, DeviceTensor>): Promise<Map<string, DeviceTensor>> {
    this.#assertKnown(feeds)
    const given = new Map(this.graph.inputs.map((node) => [node.attributes.name, this.#feed(node, feeds)]))
    return this.#session.run(given, into)
  }

  /** Runs once and reads every output. */
  async evaluate(feeds: Feeds): Promise<Record<string, Tensor>> {
    const outputs = await this.run(feeds)
    const read = await Promise.all([...outputs].map(async ([name, value]) => [name, await value.read()] as const))
    for (const value of outputs.values()) value.dispose()
    return Object.fromEntries(read)
  }

  /** Of these values, those that the program has an input for. */
  pick(values: Feeds): Feeds {
    return Object.fromEntries(Object.entries(values).filter(([name]) => this.#inputNames.has(name)))
  }

  async dispose(): Promise<void> {
    await this.#session.dispose()
  }

  #assertKnown(feeds: Feeds): void {
    const unknown = Object.keys(feeds).find((name) => !this.#inputNames.has(name))
    if (unknown === undefined) return
    // A name that is misspelt leaves an input without a value: such inputs come first.
    const names = [...this.#inputNames].toSorted((a, b) => Number(a in feeds) - Number(b in feeds))
    const named = names.slice(0, mostNamed).map((name) => `"${name}"`)
    const rest = names.length > mostNamed ? [`${names.length - mostNamed} more`] : []
    throw new ShapeError('run', `inputs among ${[...named, ...rest].join(', ')}`, `"${unknown}"`)
  }

  #feed({ attributes: { name }, shape, dtype }: NodeOf<'input'>, feeds: Feeds): DeviceTensor {
    const value = feeds[name]
    const expected = `${dtype} ${describeShape(shape)} for the input "${name}"`
    if (value === undefined) throw new ShapeError('run', expected, 'nothing')
    if (!isSameShape(value.shape, shape)) throw new ShapeError('run', expected, describeShape(value.shape))
    if (!('data' in value)) return value
    if (value.dtype !== dtype) throw new ShapeError('run', expected, value.dtype)
    return this.backend.upload(value)
  }
}

export function float32(data: Float32Array | readonly number[], shape: readonly number[]): Tensor {
  return { dtype: 'float32', shape, data: Float32Array.from(data) }
}

export function int32(data: Int32Array | readonly number[], shape: readonly number[]): Tensor {
  return { dtype: 'int32', shape, data: Int32Array.from(data) }
}
