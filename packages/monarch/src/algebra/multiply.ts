/**
 * Products of a Monarch matrix and vectors, token-major: x [tokens, in] to y [tokens, out]. The hidden units lie between
 * the factors as [l, r], each block of the second factor finding its own side by side.
 */
import { ShapeError } from '../graph/errors.ts'
import type { MonarchMatrix } from './monarch-matrix.ts'
import type { MonarchShape } from './monarch-shape.ts'
import { addProduct, conjugateArray, type Kernel, lengthOf, type NumberArray, zerosOfKind } from './numbers.ts'
import { addScaled, dot } from './vector-kernels.ts'

/**
 * M·x for each of the tokens of x [tokens, in].
 * @returns [tokens, out]
 * @throws {ShapeError} when x is no whole number of tokens.
 */
export function multiplyMonarch<A extends NumberArray>(matrix: MonarchMatrix<A>, x: A): A {
  const tokens = countTokens('multiplyMonarch', matrix.inWidth, x)
  const hidden = zerosOfKind(x, tokens * matrix.l * matrix.r)
  addProduct(firstFactor(matrix, tokens), matrix.w1, x, hidden)
  const y = zerosOfKind(x, tokens * matrix.outWidth)
  addProduct(secondFactor(matrix, tokens), matrix.w2, hidden, y)
  return y
}

/**
 * M*·x, M conjugated and transposed, for each of the tokens of x [tokens, out]: for every shape, without another matrix.
 * @returns [tokens, in]
 * @throws {ShapeError} when x is no whole number of tokens.
 */
export function multiplyAdjoint<A extends NumberArray>(matrix: MonarchMatrix<A>, x: A): A {
  const tokens = countTokens('multiplyAdjoint', matrix.outWidth, x)
  const hidden = zerosOfKind(x, tokens * matrix.l * matrix.r)
  addProduct(secondFactorTransposed(matrix, tokens), matrix.w2, x, hidden, true)
  const y = zerosOfKind(x, tokens * matrix.inWidth)
  addProduct(firstFactorTransposed(matrix, tokens), matrix.w1, hidden, y, true)
  return y
}

/** Mᵀ·x, not conjugated: otherwise as `multiplyAdjoint`. */
export function multiplyTransposed<A extends NumberArray>(matrix: MonarchMatrix<A>, x: A): A {
  // Mᵀ·x is the conjugate of M*·conj(x).
  return conjugateArray(multiplyAdjoint(matrix, conjugateArray(x)))
}

function countTokens(operation: string, width: number, x: NumberArray): number {
  const tokens = lengthOf(x) / width
  if (!Number.isInteger(tokens))
    throw new ShapeError(operation, `whole tokens of ${width} numbers`, `${lengthOf(x)} numbers`)
  return tokens
}

/** Where hidden unit h of one token lies in [l, r]. */
function placeOf(h: number, l: number, r: number): number {
  return (h % l) * r + Math.floor(h / l)
}

// hidden[k'·q + q'] += sum over p' of w1[k', q', p'] · x[k'·p + p']
function firstFactor({ inWidth, k, q, p, l, r }: MonarchShape, tokens: number): Kernel {
  return (w, x, y, sign) => {
    for (let token = 0; token < tokens; token++) {
      for (let h = 0; h < k * q; h++) {
        const column = Math.floor(h / q) * p
        const width = Math.min(p, inWidth - column)
        const sum = dot(w, h * p, x, token * inWidth + column, width)
        y[token * k * q + placeOf(h, l, r)]! += sign * sum
      }
    }
  }
}

// y[s'·l + l'] += sum over r' of w2[l', s', r'] · hidden[r'·l + l']
function secondFactor({ outWidth, l, s, r }: MonarchShape, tokens: number): Kernel {
  return (w, hidden, y, sign) => {
    for (let token = 0; token < tokens; token++) {
      for (let row = 0; row < outWidth; row++) {
        const block = row % l
        const sum = dot(w, (block * s + Math.floor(row / l)) * r, hidden, (token * l + block) * r, r)
        y[token * outWidth + row]! += sign * sum
      }
    }
  }
}

// hidden[r'·l + l'] += sum over s' of w2[l', s', r'] · x[s'·l + l']
function secondFactorTransposed({ outWidth, l, s, r }: MonarchShape, tokens: number): Kernel {
  return (w, x, hidden, sign) => {
    for (let token = 0; token < tokens; token++) {
      for (let row = 0; row < outWidth; row++) {
        const block = row % l
        const scale = sign * x[token * outWidth + row]!
        addScaled(scale, w, (block * s + Math.floor(row / l)) * r, hidden, (token * l + block) * r, r)
      }
    }
  }
}

// y[k'·p + p'] += sum over q' of w1[k', q', p'] · hidden[k'·q + q']
function firstFactorTransposed({ inWidth, k, q, p, l, r }: MonarchShape, tokens: number): Kernel {
  return (w, hidden, y, sign) => {
    for (let token = 0; token < tokens; token++) {
      for (let h = 0; h < k * q; h++) {
        const column = Math.floor(h / q) * p
        const width = Math.min(p, inWidth - column)
        const scale = sign * hidden[token * k * q + placeOf(h, l, r)]!
        addScaled(scale, w, h * p, y, token * inWidth + column, width)
      }
    }
  }
}
