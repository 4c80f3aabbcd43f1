import { createDense, type DenseMatrix } from '../algebra/dense-matrix.ts'
import { transposeLast } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { matmul } from '../graph/primitives.ts'
import { sortTopologically, trace } from '../graph/trace.ts'
import type { Backend, SessionOptions } from '../runtime/backend.ts'
import { type Feeds, Program } from '../runtime/program.ts'

/** What a layer is given, E[x·xᵀ] over tokens, [in, in]: by the layer's name. */
export type InputMoments = ReadonlyMap<string, DenseMatrix>

/** What the dense layers of a model are given, over the tokens of batches. */
export async function measureInputs(
  loss: Node,
  parameters: Feeds,
  backend: Backend,
  batches: readonly Feeds[],
  session: SessionOptions = {},
): Promise<InputMoments> {
  const layers = denseLayersOf(loss)
  // Query, key and value are given the same.
  const inputs = [...new Set(layers.values())]
  const products = inputs.map((x, index) => [`moments ${index}`, matmul(x, transposeLast(x))] as const)
  const program = await Program.compile(trace(Object.fromEntries(products)), backend, session)
  const sums = inputs.map(({ shape: [width = 0] }) => new Float64Array(width * width))
  try {
    for (const batch of batches) {
      const found = await program.evaluate(program.pick({ ...parameters, ...batch }))
      for (const [index, sum] of sums.entries()) addTo(sum, found[`moments ${index}`]?.data ?? [])
    }
  } finally {
    await program.dispose()
  }
  const moments = new Map(
    inputs.map((x, index) => {
      const [width = 0, tokens = 0] = x.shape
      const mean = sums[index]!.map((value) => value / (tokens * batches.length))
      return [x, createDense(width, width, mean)]
    }),
  )
  return new Map([...layers].map(([name, x]) => [name, moments.get(x)!]))
}

/** What each dense layer is given, by the layer's name: its product is the one of its weight. */
function denseLayersOf(loss: Node): ReadonlyMap<string, Node> {
  const layers = new Map<string, Node>()
  for (const { op, inputs } of sortTopologically([loss])) {
    const [weight, x] = inputs
    if (op !== 'matmul' || weight?.op !== 'input' || x === undefined) continue
    const [, layer] = /^(.*)\.weight$/.exec(weight.attributes.name) ?? []
    if (layer !== undefined) layers.set(layer, x)
  }
  return layers
}

function addTo(sum: Float64Array, more: ArrayLike<number>): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += more[i] ?? 0
}
