import type { GraphSlice } from '@bzpeer/domain'
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceRadial,
  forceSimulation,
  type Simulation,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force'
import { labelOf } from './draw-slice.ts'
import { type Frame, type Point, type Places, spreadOver } from './spread-over.ts'

/** How long it may hold up whatever else the page has to do, in milliseconds. */
const sliceMs = 8
const tickCount = 260
const tickCountOfMove = 140

interface Body extends SimulationNodeDatum {
  readonly id: string
  readonly ring: number
}

export interface LayoutOptions {
  readonly frame: Frame
  /** Half the size of a node, in pixels. */
  readonly radiusOf: (id: string) => number
  /** Where nodes stood before: those which stay begin there. */
  readonly before?: Places
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>
}

/**
 * Where the nodes of a slice stand, the focus in the middle and the others about as far from it as their steps, always
 * the same for the same slice. Works in small pieces between which the page answers.
 */
export async function layOut(slice: GraphSlice, options: LayoutOptions): Promise<Places> {
  const { frame, radiusOf, before, pause } = options
  const side = Math.sqrt(frame.width * frame.height)
  const bodies = placeFirst(slice, before, side)
  const simulation = simulate(slice, bodies, side)
  const ticks = before === undefined ? tickCount : tickCountOfMove
  let begun = performance.now()
  for (let tick = 0; tick < ticks; tick += 1) {
    simulation.tick()
    if (performance.now() - begun < sliceMs) continue
    await pause()
    begun = performance.now()
  }
  const points = bodies.map(({ id, x = 0, y = 0 }) => ({ id, x, y, radius: radiusOf(id) }))
  return spreadOver(points, frame, nameWidthOf(slice))
}

/** About as wide as the name of the focus is written. */
function nameWidthOf({ nodes: [focus] }: GraphSlice): number {
  return focus === undefined ? 0 : labelOf(focus).length * 8
}

/** The focus in the middle; who stood there before, as far from it as then; others beside whom they come with. */
function placeFirst({ nodes, focus }: GraphSlice, before: Places | undefined, side: number): Body[] {
  const placed = new Map<string, Point>([[focus, { x: 0, y: 0 }]])
  const middle = before?.get(focus)
  nodes.forEach(({ id, via }, index) => {
    if (id === focus) return
    const was = before?.get(id)
    if (was !== undefined && middle !== undefined) {
      placed.set(id, { x: was.x - middle.x, y: was.y - middle.y })
      return
    }
    const parent = placed.get(via ?? focus) ?? { x: 0, y: 0 }
    placed.set(id, beside(parent, index, side))
  })
  return nodes.map(({ id, ring }) => {
    const at = placed.get(id) ?? { x: 0, y: 0 }
    return id === focus ? { id, ring, ...at, fx: 0, fy: 0 } : { id, ring, ...at }
  })
}

/** How far out the rings are, as parts of the side of the frame. */
const ringShares = [0, 0.27, 0.5]

const goldenAngle = Math.PI * (3 - Math.sqrt(5))

function beside({ x, y }: Point, index: number, side: number): Point {
  const angle = index * goldenAngle
  const distance = side * 0.22
  return { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) }
}

interface Spring extends SimulationLinkDatum<Body> {
  readonly isWay: boolean
}

function simulate(slice: GraphSlice, bodies: Body[], side: number): Simulation<Body, undefined> {
  const room = side / Math.sqrt(bodies.length + 1)
  const viaOf = new Map(slice.nodes.map(({ id, via }) => [id, via]))
  const springs = slice.edges.map(({ source, target }): Spring => {
    const isWay = viaOf.get(source) === target || viaOf.get(target) === source
    return { source, target, isWay }
  })
  // Only those beyond the first ring are two steps away; where there are none, the first ring has the whole frame.
  const rings = Math.max(1, ...bodies.map(({ ring }) => ring))
  const links = forceLink<Body, Spring>(springs)
    .id(({ id }) => id)
    .distance(({ isWay }) => room * (isWay ? 1 : 1.6))
    .strength(({ isWay }) => (isWay ? 0.35 : 0.02))
  const outwards = forceRadial<Body>(({ ring }) => side * (rings === 1 ? 0.4 : (ringShares[ring] ?? 0.5))).strength(
    ({ ring }) => (ring === 0 ? 0 : 0.16),
  )
  return forceSimulation(bodies)
    .stop()
    .alphaDecay(1 - 0.001 ** (1 / tickCount))
    .force('links', links)
    .force('apart', forceManyBody<Body>().strength(-room * 2.2))
    .force('collide', forceCollide<Body>(room * 0.42).iterations(2))
    .force('outwards', outwards)
}
