export interface Point {
  readonly x: number
  readonly y: number
}

/** Positions by id, in pixels from the middle of the frame. */
export type Places = ReadonlyMap<string, Point>

/** What there is to draw in, in pixels. */
export interface Frame {
  readonly width: number
  readonly height: number
}

interface Disc extends Point {
  readonly id: string
  readonly radius: number
}

/** Between two nodes at least, so that a finger finds each: 24 pixels from middle to middle (WCAG 2.2, 2.5.8). */
const gap = 8
const apart = 26
/** The one in the middle has room for its name. */
const apartFromMiddle = 46
/** Towards the edges, where labels need more room to the sides. */
const marginOf = ({ width }: Frame): Point => ({ x: Math.min(64, width * 0.1), y: 26 })
/** Where the name of the one in the middle stands. */
const nameTop = 18
const nameBottom = 42
const rounds = 60

/**
 * Spreads discs around 0,0 over the whole frame and moves apart what would touch. The first one stays in the middle, and
 * what lies below it is left to its name, so many pixels wide.
 */
export function spreadOver(discs: readonly Disc[], frame: Frame, nameWidth: number): Places {
  const margin = marginOf(frame)
  const half = { x: frame.width / 2 - margin.x, y: frame.height / 2 - margin.y }
  const most = { x: mostOf(discs.map(({ x }) => x)), y: mostOf(discs.map(({ y }) => y)) }
  const spread = discs.map(({ id, radius, x, y }) => ({
    id,
    radius,
    x: (x / most.x) * half.x,
    y: (y / most.y) * half.y,
  }))
  for (let round = 0; round < rounds; round += 1) if (!separate(spread, half, nameWidth / 2)) break
  return new Map(spread.map(({ id, x, y }) => [id, { x, y }]))
}

function mostOf(values: readonly number[]): number {
  return Math.max(1, ...values.map(Math.abs))
}

interface Moving extends Omit<Disc, 'x' | 'y'> {
  x: number
  y: number
}

/** Whether any two were too close. */
function separate(discs: readonly Moving[], half: Point, nameHalf: number): boolean {
  let moved = false
  discs.forEach((a, index) => {
    for (const b of discs.slice(index + 1)) moved = push(a, b, index === 0) || moved
  })
  discs.forEach((disc, index) => {
    if (index === 0) return
    moved = clearName(disc, nameHalf) || moved
    disc.x = clamp(disc.x, half.x)
    disc.y = clamp(disc.y, half.y)
  })
  return moved
}

function push(a: Moving, b: Moving, isFixed: boolean): boolean {
  const wanted = Math.max(isFixed ? apartFromMiddle : apart, a.radius + b.radius + gap)
  let [dx, dy] = [b.x - a.x, b.y - a.y]
  if (Math.abs(dx) > wanted || Math.abs(dy) > wanted) return false
  // Two in one place part along a line that depends on nothing but who they are.
  if (dx === 0 && dy === 0) [dx, dy] = [1, a.id < b.id ? 1 : -1]
  const distance = Math.hypot(dx, dy)
  if (distance >= wanted - 0.5) return false
  const shift = (wanted - distance) / distance / (isFixed ? 1 : 2)
  b.x += dx * shift
  b.y += dy * shift
  if (isFixed) return true
  a.x -= dx * shift
  a.y -= dy * shift
  return true
}

/** Out of the way of the name below the middle, upwards or downwards. */
function clearName(disc: Moving, nameHalf: number): boolean {
  const [above, below] = [nameTop - disc.radius, nameBottom + disc.radius]
  if (Math.abs(disc.x) >= nameHalf + disc.radius || disc.y <= above || disc.y >= below) return false
  disc.y = disc.y < (above + below) / 2 ? above : below
  return true
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, -most), most)
}
