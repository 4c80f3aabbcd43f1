import { createDense, type DenseMatrix } from '../algebra/dense-matrix.ts'
import { transposeLast } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { optimise } from '../graph/passes/optimise.ts'
import { matmul } from '../graph/primitives.ts'
import { type Graph, sortTopologically, trace } from '../graph/trace.ts'
import type { Backend, SessionOptions } from '../runtime/backend.ts'
import { peakBytes } from '../runtime/memory.ts'
import { type Feeds, Program } from '../runtime/program.ts'

/** What a layer is given, E[x·xᵀ] over tokens, [in, in]: by the layer's name. Layers that are given the same share it. */
export type InputMoments = Map<string, DenseMatrix>

export interface MeasurementOptions {
  /** By name; by default all that are dense. */
  readonly layers?: ReadonlySet<string> | undefined
  readonly session?: SessionOptions
  /** Called before each batch, with its number, from 1. */
  readonly onBatch?: (batch: number) => void
  /** Looked at before each batch. */
  readonly signal?: AbortSignal | undefined
}

/**
 * What the dense layers of a model are given, over the tokens of batches.
 * @param loss or anything else that is made of what the layers answer
 * @param parameters by name; others are passed over
 * @throws {OutOfMemoryError} before anything is run; the signal's reason when it is aborted.
 */
export async function measureInputs(
  loss: Node,
  parameters: Feeds,
  backend: Backend,
  batches: Iterable<Feeds>,
  { layers, session = {}, onBatch, signal }: MeasurementOptions = {},
): Promise<InputMoments> {
  const products = productsOf(loss, layers)
  const distinct = distinctInputs(products)
  const program = await Program.compile(momentsGraph(distinct), backend, session)
  const sums = distinct.map(({ shape: [width = 0] }) => new Float64Array(width * width))
  let count = 0
  try {
    const own = program.pick(parameters)
    for (const batch of batches) {
      signal?.throwIfAborted()
      count++
      onBatch?.(count)
      const found = await program.evaluate({ ...own, ...program.pick(batch) })
      for (const [index, sum] of sums.entries()) addTo(sum, found[outputName(index)]?.data ?? [])
    }
  } finally {
    await program.dispose()
  }
  const moments = new Map(distinct.map((x, index) => [x, meanOf(sums[index]!, x, count)]))
  return new Map([...products].map(([name, { x }]) => [name, moments.get(x)!]))
}

/** Bytes that are held at once while layers are measured and then, one after the other, fitted to what they are given. */
export function bytesToFit(loss: Node, layers: ReadonlySet<string>): number {
  const products = productsOf(loss, layers)
  const distinct = distinctInputs(products)
  const moments = distinct.reduce((total, { shape: [width = 0] }) => total + width * width, 0) * bytesOfDouble
  const fits = Array.from(
    products.values(),
    ({
      weight: {
        shape: [out = 0, width = 0],
      },
    }) => {
      return width * width + matricesOfFit * out * width
    },
  )
  const largestFit = fits.reduce((largest, size) => Math.max(largest, size), 0) * bytesOfDouble
  return moments + Math.max(peakBytes(optimise(momentsGraph(distinct))), largestFit)
}

const bytesOfDouble = 8
/** What `fitToInputs` holds of the size of the layer's matrix, the matrix itself among it. */
const matricesOfFit = 5

function momentsGraph(inputs: readonly Node[]): Graph {
  return trace(Object.fromEntries(inputs.map((x, index) => [outputName(index), matmul(x, transposeLast(x))])))
}

function outputName(index: number): string {
  return `moments ${index}`
}

interface LayerProduct {
  readonly weight: Node
  readonly x: Node
}

/** The products of dense layers, by the layer's name: each is the one of its weight. */
function productsOf(loss: Node, chosen: ReadonlySet<string> | undefined): ReadonlyMap<string, LayerProduct> {
  const products = new Map<string, LayerProduct>()
  for (const { op, inputs } of sortTopologically([loss])) {
    const [weight, x] = inputs
    if (op !== 'matmul' || weight?.op !== 'input' || x === undefined) continue
    const [, layer] = /^(.*)\.weight$/.exec(weight.attributes.name) ?? []
    if (layer !== undefined && (chosen?.has(layer) ?? true)) products.set(layer, { weight, x })
  }
  return products
}

/** Query, key and value are given the same. */
function distinctInputs(products: ReadonlyMap<string, LayerProduct>): Node[] {
  return [...new Set(Array.from(products.values(), ({ x }) => x))]
}

function addTo(sum: Float64Array, more: ArrayLike<number>): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += more[i] ?? 0
}

/** In the place of the sum. */
function meanOf(sum: Float64Array, { shape: [width = 0, tokens = 0] }: Node, batches: number): DenseMatrix {
  for (let i = 0; i < sum.length; i++) sum[i]! /= tokens * batches
  return createDense(width, width, sum)
}
