/** The step in TensorFlow.js, its Wasm backend and its own gradients. */
import * as tf from '@tensorflow/tfjs-core'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { type AdamWOptions, scalarsOf, type StepScalars } from '../../training/adamw.ts'
import { firstOf, secondOf } from '../../training/train-state.ts'
import type { EngineStep, EngineWays } from './engine-step.ts'
import type { FeedForwardProblem } from './feed-forward-problem.ts'
import { useProductGradient } from './tensorflow-products.ts'

type Tensors = Record<string, tf.Tensor>
type State = Record<'parameters' | 'first' | 'second', Tensors>
type Product = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor

/** How products are taken: its fast kernel is for two matrices as they lie, every other product has a slow one. */
interface Writing {
  readonly gradient: 'its own' | 'transposed first'
  readonly batched: Product
}

/** Where the page finds its WebAssembly, and how many threads it may have; nothing on Node, where it has one. */
export interface TensorFlowPlace {
  readonly folder: string
  readonly threads: number
}

export async function tensorFlowSteps(place?: TensorFlowPlace): Promise<EngineWays> {
  if (place !== undefined) {
    setWasmPaths(place.folder)
    setThreadsCount(place.threads)
  }
  await tf.setBackend('wasm')
  await tf.ready()
  return {
    'as it is': (problem) => prepare(problem, { gradient: 'its own', batched: (a, b) => tf.matMul(a, b) }),
    'matrix by matrix': (problem) => prepare(problem, { gradient: 'transposed first', batched: eachApart }),
  }
}

function eachApart(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const right = tf.unstack(b)
  return tf.stack(tf.unstack(a).map((left, i) => tf.matMul(left, right[i] as tf.Tensor)))
}

async function prepare(problem: FeedForwardProblem, writing: Writing): Promise<EngineStep> {
  const { parameters, batch, options, learningRate } = problem
  const [x, target] = [tensorOf(batch.x), tensorOf(batch.target)]
  const heldAs = (nameOf: (name: string) => string): Tensors =>
    Object.fromEntries(parameters.map(({ name }) => [name, tensorOf(problem.state.get(nameOf(name)))]))
  let state: State = { parameters: heldAs((name) => name), first: heldAs(firstOf), second: heldAs(secondOf) }
  let count = 0
  return {
    async run() {
      count += 1
      useProductGradient(writing.gradient)
      const scalars = scalarsOf(count, learningRate, options)
      const { loss, ...next } = tf.tidy(() => takeStep(problem, state, { x, target }, scalars, writing.batched))
      tf.dispose(state)
      state = next
      const value = (await loss.data())[0] ?? Number.NaN
      loss.dispose()
      return value
    },
    async dispose() {
      tf.dispose([state, x, target])
    },
  }
}

function takeStep(
  { parameters: specs, options }: FeedForwardProblem,
  { parameters, first, second }: State,
  { x, target }: { readonly x: tf.Tensor; readonly target: tf.Tensor },
  scalars: Record<keyof StepScalars, number>,
  batched: Product,
): State & { loss: tf.Tensor } {
  const names = specs.map(({ name }) => name)
  const lossOf = (...values: tf.Tensor[]): tf.Tensor<tf.Rank.R0> => {
    const named = Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor]))
    const y = linear(named, 'down', geluTanh(linear(named, 'up', x, batched)), batched)
    return tf.mean(tf.squaredDifference(y, target))
  }
  const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => parameters[name] as tf.Tensor))
  const next: State = { parameters: {}, first: {}, second: {} }
  for (const [i, { name, decays }] of specs.entries()) {
    const moments = { first: first[name] as tf.Tensor, second: second[name] as tf.Tensor }
    const updated = adamW(parameters[name] as tf.Tensor, grads[i] as tf.Tensor, moments, scalars, options, decays)
    next.parameters[name] = updated.parameter
    next.first[name] = updated.first
    next.second[name] = updated.second
  }
  return { loss: value, ...next }
}

/** x [in, tokens] to [out, tokens]. */
function linear(parameters: Tensors, layer: string, x: tf.Tensor, batched: Product): tf.Tensor {
  const of = (name: string): tf.Tensor => parameters[`${layer}.${name}`] as tf.Tensor
  if (`${layer}.weight` in parameters) return tf.add(tf.matMul(of('weight'), x), of('bias'))
  const [w1, w2] = [of('w1'), of('w2')]
  const [, tokens = 0] = x.shape
  const [k = 0, , p = 0] = w1.shape
  const [l = 0, s = 0, r = 0] = w2.shape
  const hidden = batched(w1, tf.reshape(x, [k, p, tokens]))
  const dealt = tf.transpose(tf.reshape(hidden, [r, l, tokens]), [1, 0, 2])
  const gathered = tf.transpose(batched(w2, dealt), [1, 0, 2])
  return tf.add(tf.reshape(gathered, [s * l, tokens]), of('bias'))
}

/** Of single operations: it has no kernel for GELU. */
function geluTanh(x: tf.Tensor): tf.Tensor {
  const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI))
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1))
}

/** As `adamW` of the training: moments unscaled, the scalars of the step given. */
function adamW(
  parameter: tf.Tensor,
  gradient: tf.Tensor,
  moments: Readonly<Record<'first' | 'second', tf.Tensor>>,
  { rate, epsilon, keep }: Record<keyof StepScalars, number>,
  { beta1, beta2 }: AdamWOptions,
  decays: boolean,
): Record<'parameter' | 'first' | 'second', tf.Tensor> {
  const first = tf.add(tf.mul(moments.first, beta1), gradient)
  const second = tf.add(tf.mul(moments.second, beta2), tf.square(gradient))
  const step = tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), rate)
  return { parameter: tf.sub(decays ? tf.mul(parameter, keep) : parameter, step), first, second }
}

function tensorOf(value: FeedForwardProblem['batch']['x'] | undefined): tf.Tensor {
  if (value === undefined) throw new Error('internal: a parameter without a value')
  return tf.tensor(Float32Array.from(value.data), [...value.shape])
}
