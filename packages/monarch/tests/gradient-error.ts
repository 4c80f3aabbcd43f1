/** Gradients against difference quotients, both in float64. */
import { gradients } from '../src/graph/gradients.ts'
import type { Node, NodeOf } from '../src/graph/node.ts'
import { constant, mul, sum } from '../src/graph/primitives.ts'
import { sizeOf } from '../src/graph/shape.ts'
import { trace } from '../src/graph/trace.ts'
import { Random } from '../src/layers/random.ts'
import { Scope } from '../src/layers/scope.ts'
import { type Feed, interpret } from './interpret.ts'

/** Σ weight·y with weights drawn at random: a loss that leaves no element of y unchecked. */
export function weightedSum(y: Node): Node {
  const random = Random.from(11, y.shape.join())
  const weights = Float32Array.from({ length: sizeOf(y.shape) }, () => random.normal())
  const axes = y.shape.map((_, axis) => axis)
  return sum(mul(y, constant(weights, y.shape, 'float32')), axes)
}

/** One element after the other. */
export function everyElement(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => new Float64Array(size).fill(1, i, i + 1))
}

/** Two directions through all elements, drawn at random. */
function randomDirections(size: number): Float64Array[] {
  const random = Random.from(17, `${size}`)
  return Array.from({ length: 2 }, () => Float64Array.from({ length: size }, () => random.normal() / Math.sqrt(size)))
}

const step = 3e-4

/** The derivative of a function of one number at 0, of fourth order. */
function derivative(f: (x: number) => number): number {
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step)
}

/**
 * The largest difference between a slope as the gradient says it and as it is measured, relative to that slope (or to a
 * thousandth of the largest, for slopes that are 0).
 */
export function worstGradientError(
  loss: Node,
  wrt: readonly NodeOf<'input'>[],
  feeds: Feed,
  directionsOf: (size: number) => readonly Float64Array[],
): number {
  const graph = trace({ loss })
  const found = interpret(trace(Object.fromEntries(gradients(loss, wrt).entries())), feeds)
  const slopes = wrt.flatMap(({ attributes: { name }, shape }, index) =>
    directionsOf(sizeOf(shape)).map((direction) => {
      const lossAt = (distance: number): number => {
        const moved = Float64Array.from(feeds[name] ?? [], (value, i) => value + distance * direction[i]!)
        return interpret(graph, { ...feeds, [name]: moved })['loss']![0]!
      }
      return { stated: dot(found[index]!, direction), measured: derivative(lossAt) }
    }),
  )
  const least = 1e-3 * Math.max(...slopes.map(({ measured }) => Math.abs(measured)), 1e-6)
  return Math.max(
    ...slopes.map(({ stated, measured }) => Math.abs(stated - measured) / Math.max(Math.abs(measured), least)),
  )
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((total, value, i) => total + value * b[i]!, 0)
}

/** The same for all parameters of a layer or model, which begin as they do and a little off, so that none is 0 or 1. */
export function modelGradientError(build: (scope: Scope) => Node, feeds: Feed = {}): number {
  const scope = new Scope()
  const loss = weightedSum(build(scope))
  return worstGradientError(
    loss,
    scope.parameters.map(({ node }) => node),
    { ...feeds, ...parameterFeeds(scope) },
    randomDirections,
  )
}

export function parameterFeeds({ parameters }: Scope): Record<string, Float32Array> {
  return Object.fromEntries(
    parameters.map(({ name, shape, initialise }) => {
      const values = new Float32Array(sizeOf(shape))
      const random = Random.from(5, name)
      initialise(values, random)
      return [name, values.map((value) => value + 0.2 * random.normal())]
    }),
  )
}

/** Elements drawn from a standard normal distribution. */
export function drawn(shape: readonly number[], name = 'x'): Float32Array {
  const random = Random.from(7, name)
  return Float32Array.from({ length: sizeOf(shape) }, () => random.normal())
}
