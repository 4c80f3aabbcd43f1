import type { View } from './explorer-state.ts'
import { edgeOpacities, edgeWidths, faded, type Scene, shapes } from './scene.ts'
import { nodeScale, type Size } from './view.ts'

/** The design's colours as they are in force. */
export interface Palette {
  readonly groups: readonly string[]
  readonly faded: string
  readonly edge: string
  readonly paper: string
}

/** Colour of a node. */
export function colourOf({ colour }: Scene, palette: Palette, node: number): string {
  const group = colour[node] ?? faded
  return group === faded ? palette.faded : (palette.groups[group] ?? palette.faded)
}

type Canvas = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Lines in one path: longer paths take more than their share of time where no graphics card draws them. */
const linesAtOnce = 400

/** Draws all edges, then all nodes, where `view` looks; pixels are those of the style sheet. */
export function drawScene(canvas: Canvas, scene: Scene, palette: Palette, view: View, size: Size): void {
  canvas.save()
  canvas.clearRect(0, 0, size.width, size.height)
  const at = project(scene, view, size)
  drawEdges(canvas, scene, palette, at, size)
  drawNodes(canvas, scene, palette, at, { zoom: view.zoom, size })
  canvas.restore()
}

interface Projected {
  readonly x: Float32Array
  readonly y: Float32Array
}

function project({ x, y }: Scene, view: View, { width, height }: Size): Projected {
  return {
    x: x.map((value) => width / 2 + (value - view.x) * view.zoom),
    y: y.map((value) => height / 2 + (value - view.y) * view.zoom),
  }
}

function drawEdges(canvas: Canvas, { ends, edgeClass }: Scene, palette: Palette, at: Projected, size: Size): void {
  canvas.strokeStyle = palette.edge
  for (const [index, width] of edgeWidths.entries()) {
    canvas.lineWidth = width
    canvas.globalAlpha = edgeOpacities[index] ?? 1
    let lines = 0
    canvas.beginPath()
    for (let e = 0; e < edgeClass.length; e++) {
      if (edgeClass[e] !== index || !addLine(canvas, at, ends[2 * e] ?? 0, ends[2 * e + 1] ?? 0, size)) continue
      lines += 1
      if (lines % linesAtOnce !== 0) continue
      canvas.stroke()
      canvas.beginPath()
    }
    canvas.stroke()
  }
  canvas.globalAlpha = 1
}

/** False where the line is out of sight. */
function addLine(canvas: Canvas, { x, y }: Projected, a: number, b: number, { width, height }: Size): boolean {
  const [ax = 0, ay = 0, bx = 0, by = 0] = [x[a], y[a], x[b], y[b]]
  if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > width && bx > width) || (ay > height && by > height))
    return false
  canvas.moveTo(ax, ay)
  canvas.lineTo(bx, by)
  return true
}

const edgeOfSight = 30

function drawNodes(
  canvas: Canvas,
  { radius, shape, colour }: Scene,
  palette: Palette,
  { x, y }: Projected,
  { zoom, size }: { readonly zoom: number; readonly size: Size },
): void {
  const scale = nodeScale(zoom)
  canvas.strokeStyle = palette.paper
  canvas.lineWidth = 1.5
  for (const group of new Set(colour)) {
    canvas.fillStyle = group === faded ? palette.faded : (palette.groups[group] ?? palette.faded)
    canvas.beginPath()
    for (let n = 0; n < colour.length; n++) {
      if (colour[n] !== group) continue
      const [cx = 0, cy = 0] = [x[n], y[n]]
      const isSeen =
        cx > -edgeOfSight && cy > -edgeOfSight && cx < size.width + edgeOfSight && cy < size.height + edgeOfSight
      if (isSeen) addShape(canvas, shape[n] ?? 0, cx, cy, (radius[n] ?? 1) * scale)
    }
    canvas.fill()
    canvas.stroke()
  }
}

/** Corners of the forms about the origin, each of about the area of a circle of radius 1. */
const corners: Readonly<Record<(typeof shapes)[number], readonly (readonly [number, number])[]>> = {
  circle: [],
  square: regular(4, Math.PI / 4, 1.25),
  diamond: regular(4, 0, 1.3),
  triangle: regular(3, -Math.PI / 2, 1.45),
  hexagon: regular(6, 0, 1.12),
}

function regular(count: number, turn: number, radius: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => {
    const angle = turn + (index * 2 * Math.PI) / count
    return [Math.cos(angle) * radius, Math.sin(angle) * radius]
  })
}

/** Corners of a form, from `[1, 0]` on; none for a circle. */
export function cornersOf(shape: number): readonly (readonly [number, number])[] {
  return corners[shapes[shape] ?? 'circle']
}

/** Adds the outline of a form to the path at hand. */
export function addShape(canvas: Canvas, shape: number, x: number, y: number, radius: number): void {
  const points = cornersOf(shape)
  if (points.length === 0) {
    canvas.moveTo(x + radius, y)
    canvas.arc(x, y, radius, 0, 2 * Math.PI)
    return
  }
  for (const [index, [dx, dy]] of points.entries())
    if (index === 0) canvas.moveTo(x + dx * radius, y + dy * radius)
    else canvas.lineTo(x + dx * radius, y + dy * radius)
  canvas.closePath()
}
