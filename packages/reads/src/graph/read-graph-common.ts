import {
  type CommonNeighbour,
  type CommonReference,
  type GraphCommon,
  type GraphEdge,
  type GraphNode,
  type GraphTie,
  mergeTies,
} from '@bzpeer/domain'
import { type EntityKind, entityKinds, type EntityRef, formatId, parseEntityRef, pathOf } from '@bzpeer/schema'
import { type CitedByBothRow, listCitedByBoth, listTies, listTitles, readNodeFacts } from '@bzpeer/store'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import { readEdges } from './graph-edges.ts'
import { toNodes } from './graph-nodes.ts'
import { idsByKind, keyOf, toTies } from './graph-ties.ts'

/** Around each of the two: what is common is looked for among so many neighbours of each kind. */
const looked = { fan: 500, recent: 200, names: 40, kinds: entityKinds }
/** Of each kind, and of the works cited by both. */
const commonAtMost = 30

interface CommonQuery {
  readonly a: EntityRef
  readonly b: EntityRef
}

/** Whom, what and where two entities are both tied to, the closest to both first; undefined where either is not here. */
export async function readGraphCommon(
  context: ReadContext,
  { a, b }: CommonQuery,
  origin: string,
): Promise<GraphCommon | undefined> {
  const { db } = context
  const [ends, ofA, ofB, cited] = await Promise.all([
    readNodeFacts(db, idsByKind([a, b])),
    listTies(db, a.kind, [a.id], looked),
    listTies(db, b.kind, [b.id], looked),
    a.kind === 'author' && b.kind === 'author' ? listCitedByBoth(db, a.id, b.id, commonAtMost + 1) : [],
  ])
  const shared = pairTies(neighboursOf(a, toTies(a.kind, ofA)), neighboursOf(b, toTies(b.kind, ofB)))
  const kept = firstOfEachKind(shared)
  const refs = kept.map(({ id }) => parseEntityRef(id))
  const facts = [...(await readNodeFacts(db, idsByKind(refs))), ...ends]
  const edges = await readEdges(
    context,
    kept.flatMap(({ toA, toB }) => [toA, toB]),
    facts,
  )
  const nodes = toNodes([keyOf(a), keyOf(b), ...kept.map(({ id }) => id)].map(toPlace), facts, edges, origin)
  const [nodeA, nodeB] = [a, b].map((ref) => nodes.find(({ id }) => id === keyOf(ref)))
  if (nodeA === undefined || nodeB === undefined) return undefined
  return {
    a: nodeA,
    b: nodeB,
    common: toCommon(kept, nodes, edges),
    cited: await toReferences(context, cited.slice(0, commonAtMost), origin),
    truncated: kept.length < shared.length || cited.length > commonAtMost,
  }
}

interface Shared {
  readonly id: string
  readonly toA: GraphTie
  readonly toB: GraphTie
}

const toPlace = (id: string) => ({ id, score: 1, ring: 1, via: null })

/** Ties by the id at their other end. */
function neighboursOf(ref: EntityRef, ties: readonly GraphTie[]): ReadonlyMap<string, GraphTie> {
  const own = keyOf(ref)
  return new Map(mergeTies(ties).map((tie) => [tie.source === own ? tie.target : tie.source, tie]))
}

/** Those of both, by the weaker of the two ties, within each kind. */
function pairTies(a: ReadonlyMap<string, GraphTie>, b: ReadonlyMap<string, GraphTie>): Shared[] {
  const shared = [...a].flatMap(([id, toA]) => {
    const toB = b.get(id)
    return toB === undefined ? [] : [{ id, toA, toB }]
  })
  const closeness = ({ toA, toB }: Shared): number => Math.min(toA.strength, toB.strength)
  return shared.toSorted((x, y) => closeness(y) - closeness(x) || (x.id < y.id ? -1 : 1))
}

/** People first: whom both know says more than what both write about. */
const order: readonly EntityKind[] = ['author', 'work', 'institution', 'source', 'topic']

function firstOfEachKind(shared: readonly Shared[]): Shared[] {
  const groups = Map.groupBy(shared, ({ id }) => parseEntityRef(id).kind)
  return order.flatMap((kind) => groups.get(kind)?.slice(0, commonAtMost) ?? [])
}

function toCommon(
  kept: readonly Shared[],
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
): CommonNeighbour[] {
  const nodeOf = new Map(nodes.map((node) => [node.id, node]))
  return kept.flatMap(({ id }, index) => {
    const [node, to_a, to_b] = [nodeOf.get(id), edges[2 * index], edges[2 * index + 1]]
    return node === undefined || to_a === undefined || to_b === undefined ? [] : [{ node, to_a, to_b }]
  })
}

async function toReferences(
  { db }: ReadContext,
  rows: readonly CitedByBothRow[],
  origin: string,
): Promise<CommonReference[]> {
  const titles = new Map(
    (
      await listTitles(
        db,
        rows.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  )
  return rows.map(({ id, by_a, by_b }) => {
    const ref = { kind: 'work', id } as const
    const { title = null, year = null } = titles.get(id) ?? {}
    const path = pathOf(ref)
    return { id: formatId(ref), title: toLink('work', id, title).name, year, url: origin + path, path, by_a, by_b }
  })
}
