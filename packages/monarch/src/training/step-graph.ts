/** The graphs of a training step: what it computes, and under which names it takes and answers it. */
import { square } from '../graph/derived.ts'
import { gradients } from '../graph/gradients.ts'
import type { Node } from '../graph/node.ts'
import { add, div, input, less, maximum, mul, scalar, sqrt, sum, where } from '../graph/primitives.ts'
import { type Graph, trace } from '../graph/trace.ts'
import type { ParameterSpec } from '../layers/scope.ts'
import { adamW, type AdamWOptions, type StepScalars } from './adamw.ts'
import { firstOf, secondOf } from './train-state.ts'

export interface TrainStepOptions extends AdamWOptions {
  /** The gradients' norm over all parameters is cut to this. Undefined: it is not. */
  readonly clipNorm?: number
  /** Batches whose mean gradient makes one step; by default 1. */
  readonly accumulation?: number
}

/** Names of what a step adds to the model's own inputs. */
export const scalarNames = { rate: 'step:rate', epsilon: 'step:epsilon', keep: 'step:keep' } as const
/** 0 at the first batch of a step: the sums begin anew. */
export const carryName = 'step:carry'

export function sumOf(name: string): string {
  return `sum:${name}`
}

export function nextOf(name: string): string {
  return `next:${name}`
}

/** One graph for a step of one batch; for several, one that adds a batch's gradients up and one that applies the sums. */
export type StepGraphs = { readonly fused: Graph } | { readonly sum: Graph; readonly apply: Graph }

export function stepGraphs(loss: Node, parameters: readonly ParameterSpec[], options: TrainStepOptions): StepGraphs {
  const batches = options.accumulation ?? 1
  const wrt = parameters.map(({ node }) => node)
  if (batches === 1) return { fused: trace({ loss, ...updates(parameters, gradients(loss, wrt), options) }) }
  const found = gradients(mul(loss, 1 / batches), wrt)
  const sums = parameters.map(({ name, shape }) => input(sumOf(name), shape))
  return { sum: trace({ loss, ...summed(parameters, found, sums) }), apply: trace(updates(parameters, sums, options)) }
}

/** All that is held at once, as one graph: for asking whether it fits. */
export function wholeStep(graphs: StepGraphs): Graph {
  if ('fused' in graphs) return graphs.fused
  return trace(Object.fromEntries([...graphs.sum.outputs, ...graphs.apply.outputs]))
}

function summed(
  parameters: readonly ParameterSpec[],
  found: readonly Node[],
  sums: readonly Node[],
): Record<string, Node> {
  // Chosen, not multiplied by 0: what the buffers held before may be anything.
  const isFirst = less(input(carryName, []), 0.5)
  const entries = parameters.map(({ name }, index) => {
    const [gradient, before] = [found[index] as Node, sums[index] as Node]
    return [nextOf(sumOf(name)), where(isFirst, gradient, add(before, gradient))] as const
  })
  return Object.fromEntries(entries)
}

/** AdamW for every parameter, and the gradients' norm before it was cut. */
function updates(
  parameters: readonly ParameterSpec[],
  found: readonly Node[],
  options: TrainStepOptions,
): Record<string, Node> {
  const norm = sqrt(found.map(sumOfSquares).reduce((total, part) => add(total, part), scalar(0)))
  const scalars: StepScalars = {
    rate: input(scalarNames.rate, []),
    epsilon: input(scalarNames.epsilon, []),
    keep: input(scalarNames.keep, []),
  }
  const cut = options.clipNorm === undefined ? undefined : div(options.clipNorm, maximum(norm, options.clipNorm))
  const outputs: Record<string, Node> = { norm }
  for (const [index, spec] of parameters.entries()) {
    const gradient = found[index] as Node
    const moments = { first: input(firstOf(spec.name), spec.shape), second: input(secondOf(spec.name), spec.shape) }
    const updated = adamW(spec.node, gradient, cut, moments, scalars, options, spec)
    outputs[nextOf(spec.name)] = updated.parameter
    outputs[nextOf(firstOf(spec.name))] = updated.moments.first
    outputs[nextOf(secondOf(spec.name))] = updated.moments.second
  }
  return outputs
}

function sumOfSquares(gradient: Node): Node {
  return sum(
    square(gradient),
    gradient.shape.map((_, axis) => axis),
  )
}
