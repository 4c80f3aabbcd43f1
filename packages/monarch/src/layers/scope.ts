/**
 * Where layers get their parameters from. A model is a function of a scope and of its input; running it builds the
 * graph and, on the way, the list of its parameters: name, shape and how each begins.
 */
import { EngineError } from '../graph/errors.ts'
import type { Node, NodeOf } from '../graph/node.ts'
import { input } from '../graph/primitives.ts'
import { describeShape, isSameShape, type Shape } from '../graph/shape.ts'
import type { Initialiser } from './initialisers.ts'

export interface ParameterSpec {
  /** With its scopes: `blocks.0.attention.query.w1`. */
  readonly name: string
  readonly shape: Shape
  readonly initialise: Initialiser
  /** Weight decay is for matrices; biases, gains and positions go without. */
  readonly decays: boolean
  /** The learning rate of this parameter as a multiple of the run's. */
  readonly rate: number
  readonly node: NodeOf<'input'>
}

/** A name that two layers gave to parameters of different shapes. */
export class ParameterClashError extends EngineError {
  override readonly name = 'ParameterClashError'
  readonly code = 'parameter-clash'

  constructor(parameter: string, first: Shape, second: Shape) {
    super(
      `The parameter "${parameter}" is declared as ${describeShape(first)} and as ${describeShape(second)}: give each layer a scope of its own.`,
    )
  }
}

export interface ParameterOptions {
  readonly decays?: boolean
  readonly rate?: number
}

export class Scope {
  readonly #prefix: string
  readonly #specs: Map<string, ParameterSpec>

  constructor(prefix = '', specs = new Map<string, ParameterSpec>()) {
    this.#prefix = prefix
    this.#specs = specs
  }

  /** Parameters in the order in which they were declared. */
  get parameters(): readonly ParameterSpec[] {
    return [...this.#specs.values()]
  }

  /** A scope inside this one. */
  in(name: string | number): Scope {
    return new Scope(`${this.#prefix}${name}.`, this.#specs)
  }

  /**
   * The parameter of that name; declared twice with one shape, it is shared.
   * @throws {ParameterClashError}
   */
  parameter(name: string, shape: Shape, initialise: Initialiser, options: ParameterOptions = {}): Node {
    const whole = this.#prefix + name
    const known = this.#specs.get(whole)
    if (known !== undefined) {
      if (!isSameShape(known.shape, shape)) throw new ParameterClashError(whole, known.shape, shape)
      return known.node
    }
    const { decays = false, rate = 1 } = options
    const node = input(whole, shape)
    this.#specs.set(whole, { name: whole, shape, initialise, decays, rate, node })
    return node
  }
}
