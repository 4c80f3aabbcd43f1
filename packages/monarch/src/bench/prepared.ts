import type { Shape } from '../graph/shape.ts'
import { sizeOf } from '../graph/shape.ts'
import { Random } from '../layers/random.ts'
import type { DeviceTensor } from '../runtime/backend.ts'
import type { Feeds, Program } from '../runtime/program.ts'

/** A program with inputs drawn at random and buffers for its outputs: run after run, nothing is allocated. */
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
    const upload = (shape: Shape, data: Float32Array): DeviceTensor => backend.upload({ dtype: 'float32', shape, data })
    const feeds = graph.inputs.map(
      ({ attributes: { name }, shape }) => [name, upload(shape, drawn(name, shape))] as const,
    )
    const outputs = [...graph.outputs].map(
      ([name, { shape }]) => [name, upload(shape, new Float32Array(sizeOf(shape)))] as const,
    )
    return new Prepared(program, Object.fromEntries(feeds), new Map(outputs))
  }

  async run(): Promise<void> {
    await this.#program.run(this.#feeds, this.#outputs)
  }

  async dispose(): Promise<void> {
    await this.#program.dispose()
  }
}

function drawn(name: string, shape: Shape): Float32Array {
  const random = Random.from(1, name)
  return Float32Array.from({ length: sizeOf(shape) }, () => random.uniform() - 0.5)
}
