/** One complex number; arrays of them are `ComplexArray`. */
export interface ComplexScalar {
  readonly re: number
  readonly im: number
}

export function addScalars(a: ComplexScalar, b: ComplexScalar): ComplexScalar {
  return { re: a.re + b.re, im: a.im + b.im }
}

export function subtractScalars(a: ComplexScalar, b: ComplexScalar): ComplexScalar {
  return { re: a.re - b.re, im: a.im - b.im }
}

export function multiplyScalars(a: ComplexScalar, b: ComplexScalar): ComplexScalar {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }
}

export function divideScalars(a: ComplexScalar, b: ComplexScalar): ComplexScalar {
  // Scaled, so that the square of b neither overflows nor vanishes.
  const scale = Math.max(Math.abs(b.re), Math.abs(b.im))
  const [re, im] = [b.re / scale, b.im / scale]
  const squared = (re * re + im * im) * scale
  return { re: (a.re * re + a.im * im) / squared, im: (a.im * re - a.re * im) / squared }
}

/** The root in the right half-plane. */
export function squareRootOf({ re, im }: ComplexScalar): ComplexScalar {
  const size = Math.hypot(re, im)
  const real = Math.sqrt((size + Math.abs(re)) / 2)
  if (real === 0) return { re: 0, im: 0 }
  const other = Math.abs(im) / (2 * real)
  const sign = im < 0 ? -1 : 1
  return re >= 0 ? { re: real, im: sign * other } : { re: other, im: sign * real }
}

export function absoluteOf({ re, im }: ComplexScalar): number {
  return Math.hypot(re, im)
}
