import type { EntityKind } from '@bzpeer/schema'

/** Of a shape, from its middle to its corners, as parts of its radius. No kind is told by its colour alone. */
const corners: Readonly<Record<Exclude<EntityKind, 'author'>, readonly (readonly [x: number, y: number])[]>> = {
  work: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  topic: [
    [0, -1.2],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  institution: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  source: [
    [-0.6, -1],
    [0.6, -1],
    [1.15, 0],
    [0.6, 1],
    [-0.6, 1],
    [-1.15, 0],
  ],
}

/** The outline of a node of a kind as the `d` of an SVG path around 0,0. People are circles. */
export function shapeOf(kind: EntityKind, radius: number): string {
  if (kind === 'author')
    return `M${-radius},0a${radius},${radius} 0 1,0 ${2 * radius},0a${radius},${radius} 0 1,0 ${-2 * radius},0z`
  return `M${corners[kind].map(([x, y]) => `${round(x * radius)},${round(y * radius)}`).join('L')}z`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
