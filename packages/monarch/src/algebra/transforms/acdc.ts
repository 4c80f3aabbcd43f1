import { ShapeError } from '../../graph/errors.ts'
import {
  conjugateArray,
  assertFinite,
  type ComplexArray,
  lengthOf,
  type NumberArray,
  toComplexArray,
  complexArray,
} from '../numbers.ts'
import { scaleOutputs, toComplexMonarch } from '../monarch-matrix.ts'
import { adjoint, createProduct, type MonarchProduct, plain } from '../product.ts'
import { circulantOfSpectrum } from './circulant.ts'
import { mirrorAdjoint, mirrorGrid } from './mirror.ts'

/**
 * The layer of ACDC (Moczulski et al. 2016), C⁻¹·diag(d)·C·diag(a) with C the cosine transform of `dctProduct` (any scaling of its
 * rows gives the same). C⁻¹·diag(d)·C is the upper half of a circulant matrix of order 2n after the mirror x to [x; reverse(x)],
 * its spectrum d, 0, d backwards: A·B*·D* with B*·I·D* understood, in (MM*)² of width 2n.
 * @throws {ShapeError} for diagonals that differ in length; {NotFiniteError} for NaN or infinity.
 */
export function acdcProduct(a: NumberArray, d: NumberArray): MonarchProduct<ComplexArray> {
  const n = lengthOf(d)
  if (lengthOf(a) !== n || n === 0)
    throw new ShapeError('acdcProduct', 'two diagonals of one length', `${lengthOf(a)} and ${n} numbers`)
  assertFinite('acdcProduct', 'the diagonal d', d)
  const grid = mirrorGrid(n)
  const { factors } = circulantOfSpectrum(evenSpectrum(toComplexArray(d)), grid)
  const [left, right] = [factors[0]!, factors[1]!]
  // mirror·diag(a) is (diag(conj a)·mirror*)*.
  const mirror = scaleOutputs(toComplexMonarch(mirrorAdjoint(grid, 1)), conjugateArray(toComplexArray(a)))
  return createProduct([plain({ ...left.matrix, outWidth: n }), right, adjoint(mirror)])
}

/** d[0], d[1], ..., d[n-1], 0, d[n-1], ..., d[1] */
function evenSpectrum(d: ComplexArray): ComplexArray {
  const n = lengthOf(d)
  const spectrum = complexArray(2 * n)
  for (const [plane, values] of [
    [spectrum.re, d.re],
    [spectrum.im, d.im],
  ] as const) {
    plane.set(values)
    plane.set(values.subarray(1).toReversed(), n + 1)
  }
  return spectrum
}
