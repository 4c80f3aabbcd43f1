/**
 * What every backend keeps, as checks that need no test runner: the same list runs in Node's tests and in a page of a
 * browser. Each throws where the backend does not keep it.
 */
import { ShapeError } from '../graph/errors.ts'
import { gradients } from '../graph/gradients.ts'
import type { Node } from '../graph/node.ts'
import { add, constant, crossEntropy, input, less, mul, neg, softmax, sum } from '../graph/primitives.ts'
import { type Shape, sizeOf } from '../graph/shape.ts'
import { type Graph, trace } from '../graph/trace.ts'
import { linear } from '../layers/linear.ts'
import { Random } from '../layers/random.ts'
import { Scope } from '../layers/scope.ts'
import { encodeModel } from '../onnx/encode.ts'
import { lowerGraph } from '../onnx/lower.ts'
import type { Backend, DeviceTensor, Tensor } from './backend.ts'
import { BackendError } from './backend-errors.ts'
import { assertEqual, assertNear, assertRejects, usualTolerance } from './contract-assertions.ts'
import { float32, int32, Program } from './program.ts'

export interface ContractCheck {
  readonly title: string
  run(backend: Backend): Promise<void>
}

/** A graph with what it is given, for comparison with the reference. */
export interface Sample {
  readonly title: string
  readonly inputs: readonly Node[]
  readonly output: Node
  readonly feeds: Readonly<Record<string, readonly number[]>>
}

/** What a graph should answer, by other means. */
export type Reference = (
  graph: Graph,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
) => Readonly<Record<string, ArrayLike<number>>>

/** @param samples by the primitive that they try */
export function backendContract(
  reference: Reference,
  samples: Readonly<Record<string, readonly Sample[]>>,
): ContractCheck[] {
  const primitives = Object.entries(samples).map(([op, cases]): ContractCheck => ({
    title: `${op} answers what the reference answers`,
    async run(backend) {
      const tolerance = toleranceOf(backend, op)
      for (const sample of cases) await compareSample(backend, reference, sample, tolerance)
    },
  }))
  const layers = [
    { width: 12, out: 20, blocks: 4 },
    { width: 7, out: 5, blocks: 3 },
  ].map(({ width, out, blocks }): ContractCheck => ({
    title: `a Monarch layer of ${width} to ${out} features with its gradients answers what the reference answers`,
    run: async (backend) => compareLayer(backend, reference, width, out, blocks),
  }))
  return [...primitives, ...layers, ...checks]
}

/** WGSL lets a device be wrong by 2⁻¹¹ in these (section "Floating point accuracy"). */
const coarseOnGpu: ReadonlySet<string> = new Set(['sin', 'cos'])

function toleranceOf({ name }: Backend, op: string): number {
  return name === 'webgpu' && coarseOnGpu.has(op) ? 2 ** -11 : usualTolerance
}

async function compareSample(backend: Backend, reference: Reference, sample: Sample, tolerance: number): Promise<void> {
  const graph = trace({ y: sample.output })
  const feeds = Object.fromEntries(
    graph.inputs.map(({ attributes: { name }, shape, dtype }) => {
      const values = sample.feeds[name] ?? []
      return [name, dtype === 'int32' ? int32(values, shape) : float32(values, shape)]
    }),
  )
  const found = await evaluate(backend, graph, feeds)
  assertNear(sample.title, found['y']?.data, reference(graph, sample.feeds)['y'], tolerance)
  assertEqual(`${sample.title}: shape`, found['y']?.shape, sample.output.shape)
  assertEqual(`${sample.title}: type`, found['y']?.dtype, sample.output.dtype)
}

async function compareLayer(
  backend: Backend,
  reference: Reference,
  width: number,
  out: number,
  blocks: number,
): Promise<void> {
  const scope = new Scope()
  const x = input('x', [width, 6])
  const y = linear(scope, x, out, { blocks })
  const loss = sum(mul(y, input('dy', y.shape)), [0, 1])
  const found = gradients(loss, [x, ...scope.parameters.map(({ node }) => node)])
  const graph = trace({ y, ...Object.fromEntries(found.map((gradient, i) => [`d${i}`, gradient])) })
  const feeds = Object.fromEntries(graph.inputs.map(({ attributes: { name }, shape }) => [name, drawn(shape, name)]))
  const answers = await evaluate(backend, graph, feeds)
  const expected = reference(graph, Object.fromEntries(Object.entries(feeds).map(([name, { data }]) => [name, data])))
  for (const name of graph.outputs.keys()) assertNear(name, answers[name]?.data, expected[name])
}

function drawn(shape: Shape, name: string): Tensor {
  const random = Random.from(1, name)
  return float32(
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
    shape,
  )
}

async function evaluate(
  backend: Backend,
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const program = await Program.compile(graph, backend)
  try {
    return await program.evaluate(feeds)
  } finally {
    await program.dispose()
  }
}

const x = input('x', [3])

/** New each time: the backend may write to what it is given. */
function given(): Tensor {
  return float32([1, -2, 3], [3])
}

const checks: readonly ContractCheck[] = [
  {
    title: 'one node under two names, an input and a constant are outputs like others',
    async run(backend) {
      const y = neg(x)
      const graph = trace({ y, again: y, same: x, fixed: constant(Int32Array.of(4, 5), [2], 'int32') })
      const found = await evaluate(backend, graph, { x: given() })
      assertNear('y', found['y']?.data, [-1, 2, -3])
      assertNear('again', found['again']?.data, [-1, 2, -3])
      assertNear('same', found['same']?.data, [1, -2, 3])
      assertNear('fixed', found['fixed']?.data, [4, 5])
    },
  },
  {
    title: 'values given for the outputs hold them after each run, also where they change places with the inputs',
    async run(backend) {
      const graph = trace({ next: add(mul(x, 2), 1), total: sum(x, [0]) })
      const program = await Program.compile(graph, backend)
      let [current, spare] = [backend.upload(given()), backend.upload(float32([0, 0, 0], [3]))]
      for (let run = 0; run < 4; run++) {
        const answered = await program.run({ x: current }, new Map([['next', spare]]))
        assertEqual('the value given is the one answered', answered.get('next') === spare, true)
        const expectedTotal = [2, 7, 17, 37][run] ?? Number.NaN
        assertNear(`total of run ${run}`, (await answered.get('total')?.read())?.data, [expectedTotal])
        ;[current, spare] = [spare, current]
        for (const [name, value] of answered) if (name !== 'next') value.dispose()
      }
      // x -> 2x + 1, four times
      assertNear('after four runs', (await current.read()).data, [31, -17, 63])
      assertNear('before the last', (await spare.read()).data, [15, -9, 31])
      disposeAll([current, spare])
      await program.dispose()
    },
  },
  {
    title: 'what one program answers is given to another as it is, and can be read before and after',
    async run(backend) {
      const doubled = await Program.compile(trace({ y: mul(x, 2) }), backend)
      const negated = await Program.compile(trace({ z: neg(input('y', [3])) }), backend)
      const first = await doubled.run({ x: given() })
      const y = first.get('y')
      if (y === undefined) throw new Error('the run does not answer y')
      assertNear('z', (await (await negated.run({ y })).get('z')?.read())?.data, [-2, 4, -6])
      assertNear('y', (await y.read()).data, [2, -4, 6])
      assertNear('z again', (await (await negated.run({ y })).get('z')?.read())?.data, [-2, 4, -6])
      assertNear('y again', (await y.read()).data, [2, -4, 6])
      y.dispose()
      await Promise.all([doubled.dispose(), negated.dispose()])
    },
  },
  {
    title: 'large numbers neither overflow in a softmax nor in a cross-entropy',
    async run(backend) {
      const logits = input('logits', [2, 3])
      const targets = constant(Int32Array.of(2, 0), [2], 'int32')
      const graph = trace({ weights: softmax(logits), loss: crossEntropy(logits, targets) })
      const found = await evaluate(backend, graph, { logits: float32([1e4, 0, 1e4, -1e9, 0, -1e9], [2, 3]) })
      assertNear('weights', found['weights']?.data, [0.5, 0, 0.5, 0, 1, 0])
      assertNear('loss', found['loss']?.data, [Math.LN2, 1e9])
    },
  },
  {
    title: 'weights that lie beside the model are found there',
    async run(backend) {
      const [weight, other] = [input('weight', [2]), input('x', [2])]
      const file = new Uint8Array(Float32Array.of(9, 9, 10, -1, 9).buffer)
      const place = new Map([['weight', { location: 'weights.safetensors', offset: 8, length: 8 }]])
      const model = encodeModel(lowerGraph(trace({ y: mul(weight, other) }), 'beside', place), 'monarch')
      const session = await backend.compile(model, { externalData: new Map([['weights.safetensors', file]]) })
      const found = await session.run(new Map([['x', backend.upload(float32([1, 3], [2]))]]))
      assertNear('y', (await found.get('y')?.read())?.data, [10, -3])
      await session.dispose()
    },
  },
  {
    title: 'an input that is missing, unknown, or of another shape or type is refused with its name',
    async run(backend) {
      const program = await Program.compile(
        trace({ y: neg(x), z: less(input('n', [], 'int32'), constant(Int32Array.of(2), [], 'int32')) }),
        backend,
      )
      const n = int32([1], [])
      await assertRejects(program.run({ n }), ShapeError, 'run expects float32 [3] for the input "x", and got nothing.')
      await assertRejects(program.run({ n, x: float32([1], [1]) }), ShapeError, 'for the input "x", and got [1].')
      await assertRejects(
        program.run({ n: float32([1], []), x: given() }),
        ShapeError,
        'int32 [] for the input "n", and got float32.',
      )
      await assertRejects(
        program.run({ x: given(), m: n }),
        ShapeError,
        'run expects inputs among "n", "x", and got "m".',
      )
      await program.dispose()
    },
  },
  {
    title: 'an array of another type than it says, or of another size than its shape, is refused',
    async run(backend) {
      const upload = async (tensor: unknown): Promise<unknown> => backend.upload(tensor as Tensor)
      const [floats, ints] = [Float32Array.of(1, 2), Int32Array.of(1, 2)]
      const said = 'Values of float32 lie in Float32Array, and these in Int32Array.'
      await assertRejects(upload({ dtype: 'float32', shape: [2], data: ints }), BackendError, said)
      await assertRejects(upload({ dtype: 'int32', shape: [2], data: floats }), BackendError, 'Values of int32 lie in')
      await assertRejects(upload({ dtype: 'float32', shape: [2], data: [1, 2] }), BackendError, 'these in Array.')
      await assertRejects(upload({ dtype: 'float64', shape: [2], data: floats }), BackendError, 'and not of float64.')
      await assertRejects(upload({ dtype: 'float32', shape: [3], data: floats }), BackendError, 'has 3 elements')
    },
  },
  {
    title: 'what is no model, and a value of another backend, are refused',
    async run(backend) {
      await assertRejects(
        backend.compile(Uint8Array.of(1, 2, 3)),
        BackendError,
        `The backend ${backend.name} does not take the model`,
      )
      const program = await Program.compile(trace({ y: neg(x) }), backend)
      const foreign: DeviceTensor = { shape: [3], read: async () => given(), dispose: () => undefined }
      await assertRejects(program.run({ x: foreign }), BackendError, 'values of its own backend')
      await program.dispose()
    },
  },
]

function disposeAll(values: readonly DeviceTensor[]): void {
  for (const value of values) value.dispose()
}
