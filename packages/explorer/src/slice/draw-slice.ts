import type { GraphNode } from '@bzpeer/domain'
import { type LabelPlace, shorten } from './place-labels.ts'
import { shapeOf } from './shape-of.ts'
import { isWayThere, type SliceTie, type WovenSlice } from './slice-ties.ts'
import type { Places, Point } from './spread-over.ts'

/**
 * What stands for one node: its group, and its name, which lies above all of them and is read out with the group: names
 * are cut, and what is seen of one would be another name for the same.
 */
export interface DrawnNode {
  readonly group: SVGGElement
  readonly label: SVGTextElement
}

/** What stands for one edge: the line that is seen, and the wider one that a pointer finds. */
export interface DrawnEdge {
  readonly lines: readonly [seen: SVGLineElement, found: SVGLineElement]
  readonly source: string
  readonly target: string
}

const fingerRadius = 12
const thinnest = 0.8
const thickest = 3.6

/** Half the size of a node in pixels: the focus is the largest, then those closest to it. */
export function radiusOf({ ring, weight }: GraphNode): number {
  if (ring === 0) return 13
  const share = Math.sqrt(Math.min(1, Math.max(0, weight)))
  return ring === 1 ? 6 + 3.5 * share : 4.5 + 2 * share
}

export function createSvg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

/** A node, which reads as an option among all. `describe` says what it is, for those who do not see it. */
export function drawNode(node: GraphNode, description: string): DrawnNode {
  const radius = radiusOf(node)
  const group = createSvg('g', { class: `node ${node.kind}`, role: 'option', tabindex: -1, 'data-node': node.id })
  group.setAttribute('aria-label', description)
  group.setAttribute('aria-selected', 'false')
  group.classList.toggle('focus', node.ring === 0)
  const place = ['focus', 'near', 'far'][node.ring] ?? 'far'
  const label = createSvg('text', { class: place, 'data-node': node.id })
  label.textContent = labelOf(node)
  // The name in the middle leads nowhere, and may lie over a neighbour that does.
  if (node.ring === 0) label.setAttribute('pointer-events', 'none')
  group.append(
    createSvg('circle', { class: 'reach', r: Math.max(fingerRadius, radius + 3) }),
    createSvg('circle', { class: 'halo', r: radius + 5 }),
    createSvg('path', { class: 'shape', d: shapeOf(node.kind, radius) }),
  )
  return { group, label }
}

/** Titles of works are long; the whole of them is told where they are chosen. */
export function labelOf({ kind, label, ring }: GraphNode): string {
  return shorten(label, ring === 0 ? 32 : kind === 'work' || kind === 'topic' ? 22 : 26)
}

/** The edges, those by which nodes came in last and so on top. */
export function drawEdges(slice: WovenSlice): DrawnEdge[] {
  const strongest = new Map<string, number>()
  for (const { kind, weight } of slice.edges) strongest.set(kind, Math.max(strongest.get(kind) ?? 0, weight))
  const drawn = slice.edges.map((edge, index) => {
    const isWay = isWayThere(slice, edge)
    const share = Math.sqrt(edge.weight / (strongest.get(edge.kind) || 1))
    const width = thinnest + (thickest - thinnest) * Math.min(1, Math.max(0, share))
    const seen = createSvg('line', { class: isWay ? 'edge way' : 'edge', 'stroke-width': width.toFixed(2) })
    const found = createSvg('line', { class: 'reach', 'data-edge': index })
    return { lines: [seen, found] as const, source: edge.source, target: edge.target, isWay }
  })
  return drawn.toSorted((a, b) => Number(a.isWay) - Number(b.isWay))
}

export function putNode({ group, label }: DrawnNode, { x, y }: Point): void {
  for (const part of [group, label]) part.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`)
}

/** The label at its place, which is told from the middle of the frame. */
export function putLabel({ label }: DrawnNode, place: LabelPlace | undefined, at: Point): void {
  label.classList.toggle('unnamed', place?.isCovering ?? true)
  label.setAttribute('x', ((place?.x ?? at.x) - at.x).toFixed(1))
  label.setAttribute('y', ((place?.y ?? at.y) - at.y).toFixed(1))
  label.setAttribute('text-anchor', place?.anchor ?? 'middle')
}

/** Whether a node, with its name, is what readers look at (`chosen`), or tied to that (`on`). */
export function markNode({ group, label }: DrawnNode, isOn: boolean, isChosen: boolean): void {
  for (const part of [group, label]) {
    part.classList.toggle('on', isOn)
    part.classList.toggle('chosen', isChosen)
  }
  group.setAttribute('aria-selected', String(isChosen))
}

export function putEdge({ lines, source, target }: DrawnEdge, places: Places): void {
  const [from, to] = [places.get(source), places.get(target)]
  if (from === undefined || to === undefined) return
  for (const line of lines) {
    line.setAttribute('x1', from.x.toFixed(1))
    line.setAttribute('y1', from.y.toFixed(1))
    line.setAttribute('x2', to.x.toFixed(1))
    line.setAttribute('y2', to.y.toFixed(1))
  }
}

/** Ids of a node and of all it is tied to. */
export function circleOf(id: string, ties: readonly SliceTie[]): ReadonlySet<string> {
  return new Set([id, ...ties.map(({ other }) => other.id)])
}
