import { addShape, colourOf, type Palette } from './draw-scene.ts'
import type { View } from './explorer-state.ts'
import type { Point } from './place-nodes.ts'
import type { Scene } from './scene.ts'
import { nodeScale, type Size, toScreen } from './view.ts'

/** What stands out in a picture; nodes and edges by their number in the scene. */
export interface Marks {
  readonly focus: number
  readonly chosen: number
  readonly hovered: number
  /** Drawn thick: the way between two people. */
  readonly wayNodes: readonly number[]
  readonly wayEdges: readonly number[]
  readonly pinned: readonly number[]
  readonly expanded: readonly number[]
}

export interface OverlayStyle {
  readonly ink: string
  readonly paper: string
  readonly accent: string
  /** `500 13px Inter` without the size: weight and families. */
  readonly weight: number
  readonly family: string
}

interface OverlayInput {
  readonly scene: Scene
  readonly labels: readonly string[]
  /** Numbers of nodes, whose names matter most first. */
  readonly order: readonly number[]
  readonly marks: Marks
  readonly view: View
  readonly size: Size
  readonly style: OverlayStyle
  readonly palette: Palette
}

const labelSize = 12
/** One name for so many square pixels, at most. */
const areaPerLabel = 11_000
const triedAtMost = 400
const longestLabel = 30
const nodesKeptClear = 120
/** Names that matter enough to stand on smaller nodes. */
const mayCover = 10

/** Names, and what stands out: drawn with every frame, for the names stay sharp and readable while the rest moves. */
export function drawOverlay(canvas: CanvasRenderingContext2D, input: OverlayInput): void {
  const { scene, marks, view, size } = input
  canvas.clearRect(0, 0, size.width, size.height)
  const at = (n: number): Point => toScreen({ x: scene.x[n] ?? 0, y: scene.y[n] ?? 0 }, view, size)
  const active = marks.hovered >= 0 ? marks.hovered : marks.chosen
  drawTies(canvas, input, tiesOf(scene, active), at, 1.4)
  drawTies(canvas, input, marks.wayEdges, at, 4)
  drawRings(canvas, input, at)
  drawLabels(canvas, input, at, active)
}

type At = (n: number) => Point

function tiesOf({ ends, edgeClass }: Scene, node: number): number[] {
  const ties: number[] = []
  if (node < 0) return ties
  for (let e = 0; e < edgeClass.length; e++) if (ends[2 * e] === node || ends[2 * e + 1] === node) ties.push(e)
  return ties
}

function drawTies(
  canvas: CanvasRenderingContext2D,
  input: OverlayInput,
  edges: readonly number[],
  at: At,
  width: number,
): void {
  const { scene, style } = input
  canvas.strokeStyle = style.accent
  canvas.lineWidth = width
  canvas.beginPath()
  for (const e of edges) {
    const [from, to] = [at(scene.ends[2 * e] ?? 0), at(scene.ends[2 * e + 1] ?? 0)]
    canvas.moveTo(from.x, from.y)
    canvas.lineTo(to.x, to.y)
  }
  canvas.stroke()
  drawEnds(canvas, input, edges, at)
}

/** The nodes at the ends of ties, once more, so that no line crosses them. */
function drawEnds(canvas: CanvasRenderingContext2D, input: OverlayInput, edges: readonly number[], at: At): void {
  const { scene, view, palette } = input
  const scale = nodeScale(view.zoom)
  for (const n of new Set(edges.flatMap((e) => [scene.ends[2 * e] ?? 0, scene.ends[2 * e + 1] ?? 0]))) {
    const { x, y } = at(n)
    canvas.fillStyle = colourOf(scene, palette, n)
    canvas.beginPath()
    addShape(canvas, scene.shape[n] ?? 0, x, y, (scene.radius[n] ?? 1) * scale)
    canvas.fill()
  }
}

/** Around the focus, whoever is chosen, on the way; a dot in whoever is pinned, a thin ring around whoever is expanded. */
function drawRings(canvas: CanvasRenderingContext2D, { scene, marks, view, style }: OverlayInput, at: At): void {
  const scale = nodeScale(view.zoom)
  const ring = (n: number, distance: number, width: number, colour: string): void => {
    if (n < 0) return
    const { x, y } = at(n)
    canvas.strokeStyle = colour
    canvas.lineWidth = width
    canvas.beginPath()
    addShape(canvas, scene.shape[n] ?? 0, x, y, (scene.radius[n] ?? 1) * scale + distance)
    canvas.stroke()
  }
  for (const n of marks.expanded) ring(n, 3, 1, style.ink)
  ring(marks.focus, 3, 2, style.ink)
  for (const n of marks.wayNodes) ring(n, 3, 2.5, style.accent)
  ring(marks.hovered, 4, 1.5, style.accent)
  ring(marks.chosen, 4, 3, style.accent)
  canvas.fillStyle = style.paper
  canvas.beginPath()
  for (const n of marks.pinned) {
    const { x, y } = at(n)
    canvas.moveTo(x + 2.5, y)
    canvas.arc(x, y, 2.5, 0, 2 * Math.PI)
  }
  canvas.fill()
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function drawLabels(canvas: CanvasRenderingContext2D, input: OverlayInput, at: At, active: number): void {
  const { scene, marks, size, style, labels, view } = input
  canvas.font = `${style.weight} ${labelSize}px ${style.family}`
  canvas.textBaseline = 'middle'
  canvas.lineJoin = 'round'
  canvas.lineWidth = 3
  const taken: Box[] = []
  const nodes = nodeBoxes(input, at)
  const largest = new Set(input.order.slice(0, mayCover))
  const most = Math.max(8, Math.floor((size.width * size.height) / areaPerLabel))
  const first = [active, marks.chosen, marks.focus, ...marks.wayNodes].filter((n) => n >= 0)
  const seen = (n: number): boolean => isInside(at(n), size)
  const candidates = [...new Set([...first, ...input.order])].filter(seen).slice(0, triedAtMost)
  for (const n of candidates) {
    if (taken.length >= most) break
    const text = shorten(labels[n] ?? '')
    const { x, y } = at(n)
    const distance = (scene.radius[n] ?? 1) * nodeScale(view.zoom) + 5
    const width = canvas.measureText(text).width
    const left = x + distance + width < size.width ? x + distance : Math.max(2, x - distance - width)
    const box = { left, right: left + width, top: y - labelSize * 0.7, bottom: y + labelSize * 0.7 }
    const isNamed = taken.some((other) => overlap(box, other))
    const isCovering = nodes.some(([m, other]) => m !== n && overlap(box, other))
    if (!first.includes(n) && (isNamed || (isCovering && !largest.has(n)))) continue
    taken.push(box)
    canvas.strokeStyle = style.paper
    canvas.strokeText(text, left, y)
    canvas.fillStyle = n === active ? style.accent : style.ink
    canvas.fillText(text, left, y)
  }
}

/** Where the largest nodes in sight stand: no name covers them but their own. */
function nodeBoxes({ scene, order, view, size }: OverlayInput, at: At): [node: number, box: Box][] {
  const scale = nodeScale(view.zoom)
  return order
    .filter((n) => isInside(at(n), size))
    .slice(0, nodesKeptClear)
    .map((n) => {
      const { x, y } = at(n)
      const reach = (scene.radius[n] ?? 1) * scale * 0.7
      return [n, { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach }]
    })
}

function isInside({ x, y }: Point, { width, height }: Size): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + 3 && b.left < a.right + 3 && a.top < b.bottom && b.top < a.bottom
}

function shorten(text: string): string {
  return text.length <= longestLabel ? text : `${text.slice(0, longestLabel - 1).trimEnd()}…`
}
