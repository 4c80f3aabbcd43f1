/** One example: the measures that are not 0, whether it is a case, and how much it counts. */
export interface Example {
  readonly values: readonly (readonly [column: number, value: number])[]
  readonly isCase: boolean
  readonly weight: number
}

const stepsAtMost = 15
const closeEnough = 1e-4

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares), with a ridge penalty so that columns
 * that say the same, or nothing, do no harm.
 */
export function fitLogistic(examples: readonly Example[], columns: number, ridge = 0.5): number[] {
  let weights = Array.from({ length: columns }, () => 0)
  for (let step = 0; step < stepsAtMost; step++) {
    const { gradient, curvature } = differentiate(examples, weights, ridge)
    const change = solve(curvature, gradient)
    weights = weights.map((weight, column) => weight + (change[column] ?? 0))
    if (Math.max(...change.map(Math.abs)) < closeEnough) break
  }
  return weights
}

function differentiate(examples: readonly Example[], weights: readonly number[], ridge: number) {
  const gradient = weights.map((weight) => -ridge * weight)
  const curvature = weights.map((_, row) => weights.map((__, column) => (row === column ? ridge : 0)))
  for (const { values, isCase, weight } of examples) {
    const logit = values.reduce((sum, [column, value]) => sum + value * (weights[column] ?? 0), 0)
    const chance = 1 / (1 + Math.exp(-logit))
    const [slope, bend] = [weight * ((isCase ? 1 : 0) - chance), weight * chance * (1 - chance)]
    for (const [row, value] of values) {
      gradient[row] = (gradient[row] ?? 0) + slope * value
      const line = curvature[row] ?? []
      for (const [column, other] of values) line[column] = (line[column] ?? 0) + bend * value * other
    }
  }
  return { gradient, curvature }
}

/** Gauss-Jordan elimination; the penalty keeps the matrix positive definite, so that no pivot is 0. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((line, row) => [...line, right[row] ?? 0])
  for (const [at, pivotRow] of rows.entries()) {
    const pivot = pivotRow[at] ?? 1
    for (const [row, line] of rows.entries()) {
      if (row === at) continue
      const factor = (line[at] ?? 0) / pivot
      if (factor === 0) continue
      for (let column = at; column < line.length; column++)
        line[column] = (line[column] ?? 0) - factor * (pivotRow[column] ?? 0)
    }
  }
  return rows.map((line, at) => (line.at(-1) ?? 0) / (line[at] ?? 1))
}
