import type { Node } from '../graph/node.ts'
import { input, neg } from '../graph/primitives.ts'
import type { Shape } from '../graph/shape.ts'
import { sizeOf } from '../graph/shape.ts'
import { trace } from '../graph/trace.ts'
import { Random } from '../layers/random.ts'
import type { Backend, DeviceTensor } from '../runtime/backend.ts'
import { float32, Program } from '../runtime/program.ts'

/** A program with inputs drawn at random, which lie where it runs, and buffers for its outputs: run after run, nothing is allocated. */
export class Prepared {
  readonly #program: Program
  readonly #feeds: ReadonlyMap<string, DeviceTensor>
  readonly #outputs: Map<string, DeviceTensor>

  private constructor(program: Program, feeds: ReadonlyMap<string, DeviceTensor>, outputs: Map<string, DeviceTensor>) {
    this.#program = program
    this.#feeds = feeds
    this.#outputs = outputs
  }

  static async make(program: Program): Promise<Prepared> {
    const { backend, graph } = program
    const outputs = [...graph.outputs].map(
      ([name, { shape }]) => [name, backend.upload(float32(new Float32Array(sizeOf(shape)), shape))] as const,
    )
    return new Prepared(program, await drawInputs(program), new Map(outputs))
  }

  async run(): Promise<void> {
    await this.#program.run(Object.fromEntries(this.#feeds), this.#outputs)
  }

  async dispose(): Promise<void> {
    await this.#program.dispose()
    for (const tensor of [...this.#feeds.values(), ...this.#outputs.values()]) tensor.dispose()
  }
}

/** What a program answers lies where it runs; what is uploaded, only once a run has taken it there, which each would. */
async function drawInputs({ backend, graph }: Program): Promise<Map<string, DeviceTensor>> {
  const inputs = graph.inputs.map(({ attributes: { name }, shape }) => ({ name, shape }))
  const answers = Object.fromEntries(
    inputs.map(({ name, shape }): [string, Node] => [name, neg(input(`drawn ${name}`, shape))]),
  )
  const carrier = await Program.compile(trace(answers), backend)
  const drawn = inputs.map(({ name, shape }) => [`drawn ${name}`, float32(draw(name, shape), shape)] as const)
  const carried = await carrier.run(Object.fromEntries(drawn))
  await carrier.dispose()
  return carried
}

function draw(name: string, shape: Shape): Float32Array {
  const random = Random.from(1, name)
  return Float32Array.from({ length: sizeOf(shape) }, () => random.uniform() - 0.5)
}

/** To wait for all that a backend was given. A GPU answers before it is done, but takes one thing after the other. */
export class Fence implements AsyncDisposable {
  readonly #program: Program | undefined

  private constructor(program: Program | undefined) {
    this.#program = program
  }

  static async open(backend: Backend): Promise<Fence> {
    if (backend.name !== 'webgpu') return new Fence(undefined)
    return new Fence(await Program.compile(trace({ y: neg(input('x', [1])) }), backend))
  }

  async wait(): Promise<void> {
    await this.#program?.evaluate({ x: float32([0], [1]) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program?.dispose()
  }
}
