import { ShapeError } from './errors.ts'

/** Sizes, outermost first; static, so that every mistake is found before anything runs. */
export type Shape = readonly number[]

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1)
}

export function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

export function describeShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}

/** The shape both broadcast to, by the rules of NumPy: aligned at the last axis, a size of 1 stretches. */
export function broadcastShapes(operation: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1
    const right = b[axis - rank + b.length] ?? 1
    if (left !== right && left !== 1 && right !== 1)
      throw new ShapeError(
        operation,
        'shapes that broadcast to one another',
        `${describeShape(a)} and ${describeShape(b)}`,
      )
    return left === 1 ? right : left
  })
}

/** Axes of `to` along which a value of shape `from` was stretched. */
export function stretchedAxes(from: Shape, to: Shape): number[] {
  const lead = to.length - from.length
  return to.flatMap((size, axis) => (axis < lead || (from[axis - lead] === 1 && size !== 1) ? [axis] : []))
}

/** Checks an axis and counts a negative one from the end. */
export function axisOf(operation: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    throw new ShapeError(operation, `an axis of ${rank === 0 ? 'a value that has one' : `0 to ${rank - 1}`}`, `${axis}`)
  return axis < 0 ? axis + rank : axis
}
