import type { Node } from '../graph/node.ts'
import { input, neg } from '../graph/primitives.ts'
import type { Shape } from '../graph/shape.ts'
import { sizeOf } from '../graph/shape.ts'
import { trace } from '../graph/trace.ts'
import { Random } from '../layers/random.ts'
import type { Backend, DeviceTensor } from '../runtime/backend.ts'
import { type Feeds, float32, Program } from '../runtime/program.ts'

/** A program with inputs drawn at random, which lie where it runs, and buffers for its outputs: run after run, nothing is allocated. */
export class Prepared {
  readonly #program: Program
  readonly #feeds: Feeds
  readonly #outputs: Map<string, DeviceTensor>

  private constructor(program: Program, feeds: Feeds, outputs: Map<string, DeviceTensor>) {
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
    await this.#program.run(this.#feeds, this.#outputs)
  }

  async dispose(): Promise<void> {
    await this.#program.dispose()
  }
}

/** What a program answers lies where it runs; what is uploaded, only once a run has taken it there, which each would. */
async function drawInputs({ backend, graph }: Program): Promise<Feeds> {
  const inputs = graph.inputs.map(({ attributes: { name }, shape }) => ({ name, shape }))
  const answers = Object.fromEntries(
    inputs.map(({ name, shape }): [string, Node] => [name, neg(input(`drawn ${name}`, shape))]),
  )
  const carrier = await Program.compile(trace(answers), backend)
  const drawn = inputs.map(({ name, shape }) => [`drawn ${name}`, float32(draw(name, shape), shape)] as const)
  const carried = await carrier.run(Object.fromEntries(drawn))
  await carrier.dispose()
  return Object.fromEntries(carried)
}

function draw(name: string, shape: Shape): Float32Array {
  const random = Random.from(1, name)
  return Float32Array.from({ length: sizeOf(shape) }, () => random.uniform() - 0.5)
}

/** Ends when all that the backend was given is done. A GPU answers before that, but takes one thing after the other. */
export async function openFence(backend: Backend): Promise<() => Promise<void>> {
  if (backend.name !== 'webgpu') return async () => undefined
  const program = await Program.compile(trace({ y: neg(input('x', [1])) }), backend)
  return async () => void (await program.evaluate({ x: float32([0], [1]) }))
}
