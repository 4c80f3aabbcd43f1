import {
  findWay,
  type FoundWay,
  type GraphPath,
  type GraphTie,
  mergeTies,
  type WayKind,
  type WayLink,
  type WayLinks,
} from '@bzpeer/domain'
import type { EntityRef } from '@bzpeer/schema'
import {
  type LinkRow,
  listCitationLinks,
  listCoauthorLinks,
  listTiesAlong,
  listWorkIdsOfAuthor,
  readNodeFacts,
  weaveTies,
} from '@bzpeer/store'
import type { ReadContext } from '../read-context.ts'
import { readEdges } from './graph-edges.ts'
import { toNodes } from './graph-nodes.ts'
import { idsByKind, keyOf, toOwnedTies, toTies } from './graph-ties.ts'

export interface PathQuery {
  /** Ids of authors. */
  readonly from: number
  readonly to: number
  readonly by: WayLinks
  readonly kind: WayKind
}

/** Ties or citations that a search reads at most: the strongest way would lead through most of the record to be proven. */
const linksAtMost: Readonly<Record<WayKind, number>> = { shortest: 60_000, strongest: 30_000 }
/** Of each person, the latest, from which a way over citations may begin. */
const worksAtEnds = 200
/** What a weak link costs beside a step, where the fewest steps count: less than a step in any way there is. */
const stepTieBreak = 1e-5

/**
 * A way between two people, over whom they wrote with or over what their works cite; undefined where either is not here.
 * The strongest is the one of least resistance: the sum of one over the strength of each tie (Newman 2001).
 */
export async function readGraphPath(
  context: ReadContext,
  query: PathQuery,
  origin: string,
): Promise<GraphPath | undefined> {
  const { from, to, by, kind } = query
  const ends = await readNodeFacts(context.db, idsByKind(authorsOf([from, to])))
  if (ends.length < new Set([from, to]).size) return undefined
  const way = by === 'coauthors' ? await overCoauthors(context, query) : await overCitations(context, query)
  const refs = way.nodes === null ? [] : by === 'coauthors' ? authorsOf(way.nodes) : overWorks(query, way.nodes)
  const [id, otherId] = authorsOf([from, to]).map(keyOf) as [string, string]
  const answer = { from: id, to: otherId, by, kind, is_proven: way.isProven }
  if (refs.length === 0) return { ...answer, path: null, detail: tellNothing(query, way) }
  const path = await presentPath(context, refs, by, origin)
  return { ...answer, path, detail: tellPath(query, path.nodes.length, way) }
}

const authorsOf = (ids: readonly number[]): EntityRef[] => ids.map((id) => ({ kind: 'author', id }))

function overWorks({ from, to }: PathQuery, works: readonly number[]): EntityRef[] {
  const between = works.map((id) => ({ kind: 'work', id }) as const)
  return from === to ? authorsOf([from]) : [...authorsOf([from]), ...between, ...authorsOf([to])]
}

async function overCoauthors({ db }: ReadContext, { from, to, kind }: PathQuery): Promise<FoundWay> {
  const readLinks = async (ids: readonly number[]) => toLinks(await listCoauthorLinks(db, ids), kind)
  return findWay({ from: [from], to: [to], readLinks, isLevelled: kind === 'shortest', linksAtMost: linksAtMost[kind] })
}

async function overCitations({ db }: ReadContext, { from, to, kind }: PathQuery): Promise<FoundWay> {
  const [here, there] = await Promise.all([from, to].map((id) => listWorkIdsOfAuthor(db, id, worksAtEnds)))
  const readLinks = async (ids: readonly number[]) => toLinks(await listCitationLinks(db, ids), kind)
  return findWay({
    from: here ?? [],
    to: there ?? [],
    readLinks,
    isLevelled: kind === 'shortest',
    linksAtMost: linksAtMost[kind],
  })
}

function toLinks(rows: readonly LinkRow[], kind: WayKind): ReadonlyMap<number, readonly WayLink[]> {
  const links = new Map<number, WayLink[]>()
  for (const { from_id, to_id, strength } of rows) {
    const cost = kind === 'shortest' ? 1 + stepTieBreak / strength : 1 / strength
    const known = links.get(from_id)
    if (known === undefined) links.set(from_id, [{ to: to_id, cost }])
    else known.push({ to: to_id, cost })
  }
  return links
}

async function presentPath({ db, now }: ReadContext, refs: readonly EntityRef[], by: WayLinks, origin: string) {
  const [facts, found] = await Promise.all([readNodeFacts(db, idsByKind(refs)), findTies({ db, now }, refs, by)])
  const ties = new Map(found.map((tie) => [pairOf(tie.source, tie.target), tie]))
  const ids = refs.map(keyOf)
  const steps = ids.slice(1).flatMap((id, index) => ties.get(pairOf(ids[index] ?? '', id)) ?? [])
  const edges = await readEdges({ db, now }, steps, facts)
  const places = ids.map((id, ring) => ({ id, score: 1, ring, via: ids[ring - 1] ?? null }))
  return { nodes: toNodes(places, facts, edges, origin), edges }
}

async function findTies({ db }: ReadContext, refs: readonly EntityRef[], by: WayLinks): Promise<GraphTie[]> {
  if (by === 'citations') return mergeTies(toOwnedTies(await weaveTies(db, idsByKind(refs))))
  const ids = refs.map(({ id }) => id)
  return toTies('author', await listTiesAlong(db, ids))
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

const wordOf = { coauthors: 'co-authors', citations: 'citations' } as const

function tellNothing({ by, kind }: PathQuery, { isProven }: FoundWay): string {
  if (isProven) return `No chain of ${wordOf[by]} leads from one to the other in what this site holds.`
  return `No chain of ${wordOf[by]} was found among the first ${linksAtMost[kind].toLocaleString('en')} that were looked at; there may be a longer one.`
}

function tellPath({ by, kind }: PathQuery, nodes: number, { isProven }: FoundWay): string {
  const steps = nodes - 1
  const length = `${steps} ${steps === 1 ? 'step' : 'steps'}`
  return `The ${kind} chain of ${wordOf[by]}${isProven ? '' : ' found within the bounds of the search'}: ${length}.`
}
