/**
 * AdamW (Loshchilov and Hutter 2019) as part of the graph. The moments are kept unscaled, M = m/(1-β₁) and
 * V = v/(1-β₂), so that each is updated with one product less; what the scales and the bias corrections make of the
 * step is one number a run, `rate`, and one in the denominator, `epsilon`.
 */
import { square } from '../graph/derived.ts'
import type { Node } from '../graph/node.ts'
import { add, div, mul, sqrt, sub } from '../graph/primitives.ts'

export interface AdamWOptions {
  /** By default 0.9. */
  readonly beta1: number
  /** By default 0.95, usual for language models. */
  readonly beta2: number
  readonly epsilon: number
  /** Per step, times the learning rate of the parameter. */
  readonly weightDecay: number
}

export const adamWDefaults: AdamWOptions = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1 }

export interface Moments {
  readonly first: Node
  readonly second: Node
}

/** The scalars of one step, given at its run: what depends on the step's number. */
export interface StepScalars {
  /** Learning rate times the corrections of both moments. */
  readonly rate: Node
  readonly epsilon: Node
  /** 1 - learning rate times weight decay. */
  readonly keep: Node
}

export interface Updated {
  readonly parameter: Node
  readonly moments: Moments
}

/**
 * One step for one parameter.
 * @param cut a scalar factor of the gradient; what clips it
 */
export function adamW(
  parameter: Node,
  gradient: Node,
  cut: Node | undefined,
  moments: Moments,
  scalars: StepScalars,
  { beta1, beta2 }: AdamWOptions,
  { decays, rate }: { readonly decays: boolean; readonly rate: number },
): Updated {
  const scaled = (value: Node, factor: Node | undefined): Node => (factor === undefined ? value : mul(value, factor))
  const first = add(mul(moments.first, beta1), scaled(gradient, cut))
  // The norm that clips needs the squares too: the graph has them once.
  const second = add(mul(moments.second, beta2), scaled(square(gradient), cut === undefined ? cut : square(cut)))
  const step = mul(div(first, add(sqrt(second), scalars.epsilon)), mul(scalars.rate, rate))
  // Decay goes by the parameter's own learning rate: 1 - rate·λ, where `keep` is 1 - λ.
  const kept = decays ? mul(parameter, add(mul(scalars.keep, rate), 1 - rate)) : parameter
  return { parameter: sub(kept, step), moments: { first, second } }
}

/** @param step from 1 */
export function scalarsOf(
  step: number,
  learningRate: number,
  options: AdamWOptions,
): Record<keyof StepScalars, number> {
  const { beta1, beta2, epsilon, weightDecay } = options
  // m̂ / (√v̂ + ε) with m̂ = M·(1-β₁)/(1-β₁ᵗ) and v̂ = V·(1-β₂)/(1-β₂ᵗ)
  const first = (1 - beta1) / (1 - beta1 ** step)
  const second = Math.sqrt((1 - beta2) / (1 - beta2 ** step))
  return { rate: (learningRate * first) / second, epsilon: epsilon / second, keep: 1 - learningRate * weightDecay }
}
