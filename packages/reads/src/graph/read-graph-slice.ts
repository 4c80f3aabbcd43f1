import { chooseEdges, chooseNeighbours, type GraphSlice, mergeTies } from '@bzpeer/domain'
import { type EntityRef, parseEntityRef } from '@bzpeer/schema'
import { readNodeFacts, weaveTies } from '@bzpeer/store'
import type { ReadContext } from '../read-context.ts'
import { findFirstRing, findSecondRing, type Ring } from './find-rings.ts'
import { readEdges } from './graph-edges.ts'
import { type Place, toNodes } from './graph-nodes.ts'
import type { GraphQuery } from './graph-query.ts'
import { idsByKind, keyOf, toOwnedTies } from './graph-ties.ts'

/** Of the room, what the first ring takes where two are asked for. */
const firstRingShare = 0.4

/**
 * The neighbourhood of an entity, one or two steps, as `/api/graph` answers it; undefined where there is no such entity.
 * Queries: what surrounds the focus, for two steps what surrounds its neighbours, what
 * binds all that was chosen, their names, and titles.
 */
export async function readGraphSlice(
  context: ReadContext,
  query: GraphQuery,
  origin: string,
): Promise<GraphSlice | undefined> {
  const first = await findFirstRing(context, query)
  if (first === undefined) return undefined
  const rings = query.depth === 1 ? [first] : await addSecondRing(context, query, first)
  const chosen = rings.flatMap((ring) => ring.chosen)
  const refs = [query.focus, ...chosen.map(({ id }) => parseEntityRef(id))]
  const known = rings.flatMap(({ facts }) => facts)
  const knownIds = new Set(known.map(keyOf))
  const [woven, more] = await Promise.all([
    weaveTies(context.db, idsByKind(refs)),
    readNodeFacts(context.db, idsByKind(refs.filter((ref) => !knownIds.has(keyOf(ref))))),
  ])
  const ties = mergeTies([...rings.flatMap((ring) => ring.ties), ...toOwnedTies(woven)])
  const facts = [...known, ...more]
  const edges = await readEdges(context, chooseEdges(ties, keyOf(query.focus), chosen), facts)
  const nodes = toNodes(placesOf(query.focus, rings), facts, edges, origin)
  const total = Math.max(nodes.length, 1 + rings.reduce((sum, ring) => sum + ring.total, 0))
  const isTotalExact = rings.every((ring) => !ring.isPartial)
  const truncated = total > nodes.length || !isTotalExact
  return { focus: keyOf(query.focus), nodes, edges, truncated, total, is_total_exact: isTotalExact }
}

function placesOf(focus: EntityRef, rings: readonly Ring[]): Place[] {
  const around = rings.flatMap(({ chosen }, index) => chosen.map((each) => ({ ...each, ring: index + 1 })))
  return [{ id: keyOf(focus), score: 1, ring: 0, via: null }, ...around]
}

/** The best of the first ring, what lies behind it, and where that is little, more of the first ring. */
async function addSecondRing(context: ReadContext, query: GraphQuery, first: Ring): Promise<readonly Ring[]> {
  const room = query.limit - 1
  const near = first.chosen.slice(0, Math.ceil(room * firstRingShare))
  const second = await findSecondRing(context, query, first, near)
  const far = chooseNeighbours(second.offers, room - near.length)
  const farIds = new Set(far.map(({ id }) => id))
  const rest = first.chosen.slice(near.length).filter(({ id }) => !farIds.has(id))
  const more = rest.slice(0, room - near.length - far.length)
  const isNear = (id: string): boolean => first.offered.has(id)
  // Whoever is tied to the focus is shown by that tie, also where another led back to them.
  const back = far.filter(({ id }) => isNear(id)).map((each) => ({ ...each, via: keyOf(query.focus) }))
  return [
    { ...first, chosen: [...near, ...more, ...back] },
    { ...second, chosen: far.filter(({ id }) => !isNear(id)) },
  ]
}
