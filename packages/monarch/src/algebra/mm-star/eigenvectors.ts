import { Random } from '../../layers/random.ts'
import { type ComplexArray, complexArray, squaredNorm, toComplexArray } from '../numbers.ts'
import { factoriseLu, solveLu } from './complex-lu.ts'
import { eigenvaluesOf } from './eigenvalues.ts'

const steps = 3

/**
 * Eigenvectors of a small complex matrix, by inverse iteration from its eigenvalues; where eigenvalues coincide, independent
 * vectors of their space, unless it has too few.
 * @param matrix [n, n]
 * @returns [n, n], a vector a column, of length 1, its largest entry real
 */
export function eigenvectorsOf(matrix: ComplexArray, n: number): ComplexArray {
  const values = eigenvaluesOf(matrix, n)
  const least = Number.EPSILON * Math.max(Math.sqrt(squaredNorm(matrix)), Number.MIN_VALUE / Number.EPSILON)
  const random = Random.from(1, 'eigenvectors')
  const vectors = complexArray(n * n)
  for (let column = 0; column < n; column++) {
    const shifted = toComplexArray(matrix)
    for (let i = 0; i < n; i++) {
      shifted.re[i * n + i]! -= values.re[column]!
      shifted.im[i * n + i]! -= values.im[column]!
    }
    const lu = factoriseLu(shifted, n, least)
    let x: ComplexArray = { re: new Float64Array(n).map(() => random.normal()), im: new Float64Array(n) }
    for (let step = 0; step < steps; step++) x = standardise(solveLu(lu, x, 1))
    for (let i = 0; i < n; i++) {
      vectors.re[i * n + column] = x.re[i]!
      vectors.im[i * n + column] = x.im[i]!
    }
  }
  return vectors
}

/** Length 1 and the largest entry real and positive: of a real matrix's real eigenvalue the vector is then real. */
function standardise({ re, im }: ComplexArray): ComplexArray {
  let largest = 0
  for (let i = 1; i < re.length; i++)
    if (Math.hypot(re[i]!, im[i]!) > Math.hypot(re[largest]!, im[largest]!)) largest = i
  const size = Math.hypot(re[largest]!, im[largest]!)
  const [phaseRe, phaseIm] = [re[largest]! / size, -im[largest]! / size]
  const turned = {
    re: re.map((x, i) => (phaseRe * x - phaseIm * im[i]!) / size),
    im: im.map((y, i) => (phaseRe * y + phaseIm * re[i]!) / size),
  }
  const length = Math.sqrt(squaredNorm(turned))
  return { re: turned.re.map((x) => x / length), im: turned.im.map((y) => y / length) }
}
