import { type GraphPart, type JoinedGraph, joinSlices, type Pin, type Point } from '@bzpeer/explorer/graph'
import type { Explored } from './explorer-model.ts'
import type { LayoutClient } from './layout-client.ts'

/** So many take long to find their places: they are seen before. */
export const manyNodes = 600
/** The first picture comes before the computing begins. */
const headStartMs = 350
/** Parts that are laid out one after another where a link brings them all at once. */
const partsInTurn = 12

/**
 * Gives everybody who has none a place. A picture that begins anew begins with the focus and what surrounds it, and goes
 * on with each part in turn, as it was when somebody expanded one after the other: so a link shows what they saw.
 */
export async function arrange(layout: LayoutClient, { parts, graph, state }: Explored): Promise<void> {
  const pinned = new Map(state.pinned.filter(({ id }) => graph.nodes.has(id)).map((pin) => [pin.id, pin]))
  if (graph.nodes.size > manyNodes) return arrangeMany(layout, graph, pinned, state.focus)
  if (layout.isEmpty) {
    const first = joinSlices(parts.slice(0, 1))
    await layout.settle(first, layout.seat(first, new Map()), state.focus)
    for (const step of stepsOf(parts)) await layout.settle(step, layout.seat(step, pinned), null)
  }
  await layout.settle(graph, layout.seat(graph, pinned), null)
}

async function arrangeMany(
  layout: LayoutClient,
  graph: JoinedGraph,
  pinned: ReadonlyMap<string, Pin>,
  focus: string,
): Promise<void> {
  const held = layout.isEmpty ? new Map<string, Point>([[focus, { x: 0, y: 0 }], ...pinned]) : pinned
  const added = layout.seat(graph, held)
  setTimeout(() => void layout.settle(graph, added, null), headStartMs)
}

/** The graph of the first two parts, of the first three, and so on, but the last, which is the whole. */
function stepsOf(parts: readonly GraphPart[]): JoinedGraph[] {
  const last = Math.min(parts.length - 1, partsInTurn)
  return Array.from({ length: Math.max(0, last - 1) }, (_, index) => joinSlices(parts.slice(0, index + 2)))
}
