import { expect, test } from 'vitest'
import { denseOfMonarch } from '../dense-matrix.ts'
import { type ComplexArray, isComplexArray, type NumberArray, toComplexArray } from '../numbers.ts'
import {
  denseOf,
  multiplyByDefinition,
  numberAt,
  randomComplex,
  randomReal,
  relativeDifference,
} from '../random-matrices.test-kit.ts'
import { transposeDense } from '../dense-matrix.ts'
import { type ButterflyLevel, butterflyMonarch } from './butterfly.ts'

/** A level as the dense matrix it is. */
function denseOfLevel({ radix, entries }: ButterflyLevel<NumberArray>, size: number, n: number): ComplexArray {
  const [dense, stride] = [toComplexArray(new Float64Array(n * n)), size / radix]
  for (let block = 0; block < n / size; block++)
    for (let offset = 0; offset < stride; offset++)
      for (let to = 0; to < radix; to++)
        for (let from = 0; from < radix; from++) {
          const place = (block * size + to * stride + offset) * n + block * size + from * stride + offset
          const { re, im } = numberAt(entries, ((block * stride + offset) * radix + to) * radix + from)
          dense.re[place] = re
          dense.im[place] = im
        }
  return dense
}

function denseOfAll(levels: readonly ButterflyLevel<NumberArray>[], n: number): ComplexArray {
  let size = 1
  let product = toComplexArray(denseOf(n, n, (i, j) => (i === j ? 1 : 0)))
  for (const level of levels) {
    size *= level.radix
    // Tokens are rows: the product from the left is that of the transpose.
    const columns = transposeDense({ rows: n, columns: n, data: product }).data
    const next = multiplyByDefinition({ rows: n, columns: n, data: denseOfLevel(level, size, n) }, columns, n)
    product = transposeDense({ rows: n, columns: n, data: next }).data
  }
  return product
}

test.each([[[2]], [[2, 2, 2, 2]], [[2, 2, 2, 2, 2]], [[3, 2, 5]], [[7]], [[2, 3, 3]]])(
  'a butterfly matrix of radices %o is one Monarch matrix',
  (radices) => {
    const n = radices.reduce((product, radix) => product * radix, 1)
    const real = radices.map((radix, seed) => ({ radix, entries: randomReal(n * radix, seed) }))
    const dense = denseOfMonarch(butterflyMonarch(real)).data
    expect(isComplexArray(dense)).toBe(false)
    expect(relativeDifference(dense, denseOfAll(real, n))).toBeLessThan(1e-15)
    const complex = radices.map((radix, seed) => ({ radix, entries: randomComplex(n * radix, seed) }))
    expect(relativeDifference(denseOfMonarch(butterflyMonarch(complex)).data, denseOfAll(complex, n))).toBeLessThan(
      1e-15,
    )
  },
)

test('the factors of a butterfly matrix of 64 rows are blocks of 8', () => {
  const levels = Array.from({ length: 6 }, (_, seed) => ({ radix: 2, entries: randomReal(128, seed) }))
  expect(butterflyMonarch(levels)).toMatchObject({ k: 8, p: 8, q: 8, l: 8 })
})

test('levels of another length are refused', () => {
  expect(() => butterflyMonarch([{ radix: 2, entries: new Float64Array(3) }])).toThrow(
    'n·radix = 4 entries a level, and got 3',
  )
  expect(() => butterflyMonarch([])).toThrow('at least one level, and got none')
})
