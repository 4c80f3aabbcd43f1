/**
 * The step in jax-js: one jitted function of parameters, moments and batch, gradients by its valueAndGrad. An argument
 * of its functions is theirs to free; `.ref` keeps it.
 */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax'
import type { Tensor } from '../../runtime/backend.ts'
import { type AdamWOptions, scalarsOf, type StepScalars } from '../../training/adamw.ts'
import { firstOf, secondOf } from '../../training/train-state.ts'
import type { EngineStep, EngineWays } from './engine-step.ts'
import type { FeedForwardProblem } from './feed-forward-problem.ts'

type Arrays = { [name: string]: np.Array }
type State = { parameters: Arrays; first: Arrays; second: Arrays }
type Scalars = { [name in keyof StepScalars]: np.Array }
/** Multiplies activations by the parameters of a layer, `up.` or `down.`; frees both. */
type Linear = (parameters: Arrays, layer: string, x: np.Array) => np.Array

/** On its Wasm backend, which has threads where `Worker` and `SharedArrayBuffer` are: in isolated pages. */
export async function jaxSteps(): Promise<EngineWays> {
  await init('wasm')
  defaultDevice('wasm')
  return {
    'features first': (problem) => prepare(problem, featuresFirst, (array) => array),
    'tokens first': (problem) => prepare(problem, tokensFirst, np.transpose),
  }
}

function featuresFirst(parameters: Arrays, layer: string, x: np.Array): np.Array {
  const { weight, w1, w2, bias } = parametersOf(parameters, layer)
  if (weight !== undefined) return np.matmul(weight, x).add(bias)
  const [, tokens = 0] = x.shape
  const [k = 0, q = 0, p = 0] = w1.shape
  const [l = 0, s = 0, r = 0] = w2.shape
  const hidden = np.matmul(w1, x.reshape([k, p, tokens]))
  const dealt = np.transpose(hidden.reshape([(k * q) / l, l, tokens]), [1, 0, 2])
  const gathered = np.transpose(np.matmul(w2, dealt.reshape([l, r, tokens])), [1, 0, 2])
  return gathered.reshape([s * l, tokens]).add(bias)
}

function tokensFirst(parameters: Arrays, layer: string, x: np.Array): np.Array {
  const { weight, w1, w2, bias } = parametersOf(parameters, layer)
  const row = bias.reshape([-1])
  if (weight !== undefined) return np.matmul(x, np.transpose(weight)).add(row)
  const [tokens = 0] = x.shape
  const [k = 0, , p = 0] = w1.shape
  const [l = 0, s = 0, r = 0] = w2.shape
  const hidden = np.einsum('tkp,kqp->tkq', x.reshape([tokens, k, p]), w1)
  const out = np.einsum('trl,lsr->tsl', hidden.reshape([tokens, r, l]), w2)
  return out.reshape([tokens, s * l]).add(row)
}

type LayerParameters = { readonly bias: np.Array } & (
  | { readonly weight: np.Array; readonly w1: undefined; readonly w2: undefined }
  | { readonly weight: undefined; readonly w1: np.Array; readonly w2: np.Array }
)

function parametersOf(parameters: Arrays, layer: string): LayerParameters {
  const of = (name: string): np.Array | undefined => parameters[`${layer}.${name}`]
  return { weight: of('weight'), w1: of('w1'), w2: of('w2'), bias: of('bias') } as LayerParameters
}

async function prepare(
  problem: FeedForwardProblem,
  linear: Linear,
  asRead: (array: np.Array) => np.Array,
): Promise<EngineStep> {
  const { parameters, batch, options, learningRate } = problem
  const step = stepFunction(problem, linear)
  const [x, target] = [asRead(arrayOf(batch.x)), asRead(arrayOf(batch.target))]
  await blockUntilReady([x.ref, target.ref])
  const heldAs = (nameOf: (name: string) => string): Arrays =>
    Object.fromEntries(parameters.map(({ name }) => [name, arrayOf(problem.state.get(nameOf(name)) as Tensor)]))
  let state: State = { parameters: heldAs((name) => name), first: heldAs(firstOf), second: heldAs(secondOf) }
  let count = 0
  return {
    async run() {
      count += 1
      const { rate, epsilon, keep } = scalarsOf(count, learningRate, options)
      const scalars = { rate: np.array(rate), epsilon: np.array(epsilon), keep: np.array(keep) }
      const { loss, ...next } = step(state, x.ref, target.ref, scalars)
      state = next
      await blockUntilReady(next)
      return (await loss.data())[0] ?? Number.NaN
    },
    async dispose() {
      for (const array of Object.values(state).flatMap((held) => Object.values(held))) array.dispose()
      x.dispose()
      target.dispose()
    },
  }
}

function stepFunction({ parameters: specs, options }: FeedForwardProblem, linear: Linear) {
  function lossOf(parameters: Arrays, x: np.Array, target: np.Array): np.Array {
    const y = linear(parameters, 'down', nn.gelu(linear(parameters, 'up', x), { approximate: true }))
    return np.square(y.sub(target)).mean()
  }
  return jit(({ parameters, first, second }: State, x: np.Array, target: np.Array, scalars: Scalars) => {
    const kept = Object.fromEntries(Object.entries(parameters).map(([name, array]) => [name, array.ref]))
    const [loss, gradients] = valueAndGrad(lossOf)(kept, x, target)
    const next: State & { loss: np.Array } = { loss, parameters: {}, first: {}, second: {} }
    for (const { name, decays } of specs) {
      const [parameter, gradient] = [parameters[name] as np.Array, gradients[name] as np.Array]
      const moments = { first: first[name] as np.Array, second: second[name] as np.Array }
      const updated = adamW(parameter, gradient, moments, scalars, options, decays)
      next.parameters[name] = updated.parameter
      next.first[name] = updated.first
      next.second[name] = updated.second
    }
    for (const scalar of Object.values(scalars)) scalar.dispose()
    return next
  })
}

/** As `adamW` of the training: moments unscaled, the scalars of the step given. */
function adamW(
  parameter: np.Array,
  gradient: np.Array,
  moments: Readonly<Record<'first' | 'second', np.Array>>,
  { rate, epsilon, keep }: Scalars,
  { beta1, beta2 }: AdamWOptions,
  decays: boolean,
): Record<'parameter' | 'first' | 'second', np.Array> {
  const first = moments.first.mul(beta1).add(gradient.ref)
  const second = moments.second.mul(beta2).add(np.square(gradient))
  const step = first.ref.div(np.sqrt(second.ref).add(epsilon.ref)).mul(rate.ref)
  const kept = decays ? parameter.mul(keep.ref) : parameter
  return { parameter: kept.sub(step), first, second }
}

function arrayOf({ data, shape }: Tensor): np.Array {
  return np.array(Float32Array.from(data), { shape: [...shape] })
}
