/** The inner loops, on stretches of arrays. Several sums side by side: one alone would wait for itself at every step. */
import type { Kernel } from './numbers.ts'

export function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  let i = 0
  for (; i + 3 < length; i += 4) {
    s0 += a[aStart + i]! * b[bStart + i]!
    s1 += a[aStart + i + 1]! * b[bStart + i + 1]!
    s2 += a[aStart + i + 2]! * b[bStart + i + 2]!
    s3 += a[aStart + i + 3]! * b[bStart + i + 3]!
  }
  for (; i < length; i++) s0 += a[aStart + i]! * b[bStart + i]!
  return s0 + s1 + (s2 + s3)
}

/** b += scale · a */
export function addScaled(
  scale: number,
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) b[bStart + i]! += scale * a[aStart + i]!
}

/**
 * Adds X·Yᵀ to z [xRows, yRows], for X [xRows, length] and Y [yRows, length]: four rows of X by two of Y at once. At the
 * edges the last rows are taken again, and written once.
 */
export function rowProducts(xRows: number, yRows: number, length: number): Kernel {
  return (x, y, z, sign) => {
    for (let i = 0; i < xRows; i += 4) {
      const xs = [0, 1, 2, 3].map((more) => Math.min(i + more, xRows - 1) * length)
      for (let j = 0; j < yRows; j += 2) {
        const ys = [0, 1].map((more) => Math.min(j + more, yRows - 1) * length)
        const sums = fourByTwo(x, xs, y, ys, length)
        for (let a = 0; a < Math.min(4, xRows - i); a++)
          for (let b = 0; b < Math.min(2, yRows - j); b++) z[(i + a) * yRows + j + b]! += sign * sums[a * 2 + b]!
      }
    }
  }
}

const tile = new Float64Array(8)

function fourByTwo(
  x: Float64Array,
  [x0 = 0, x1 = 0, x2 = 0, x3 = 0]: readonly number[],
  y: Float64Array,
  [y0 = 0, y1 = 0]: readonly number[],
  length: number,
): Float64Array {
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let i = 0; i < length; i++) {
    const a = y[y0 + i]!
    const b = y[y1 + i]!
    s00 += x[x0 + i]! * a
    s01 += x[x0 + i]! * b
    s10 += x[x1 + i]! * a
    s11 += x[x1 + i]! * b
    s20 += x[x2 + i]! * a
    s21 += x[x2 + i]! * b
    s30 += x[x3 + i]! * a
    s31 += x[x3 + i]! * b
  }
  tile.set([s00, s01, s10, s11, s20, s21, s30, s31])
  return tile
}
