/** The error function to float64's rounding: erf(x) = 2/√π · exp(-x²) · Σ 2ⁿ·x²ⁿ⁺¹ / (2n+1)!!, all terms of one sign. */
export function erf(x = 0): number {
  if (Math.abs(x) > 6) return Math.sign(x)
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}
