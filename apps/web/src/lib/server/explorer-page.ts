import {
  type ExplorerState,
  filterGraph,
  type GraphPart,
  type JoinedGraph,
  joinSlices,
  parseState,
  type ShownGraph,
} from '@bzpeer/explorer/graph'
import type { GraphSlice } from '@bzpeer/domain'
import { readGraphSlice } from '@bzpeer/reads'
import { entityKinds, formatId, parseEntityRef } from '@bzpeer/schema'
import { error } from '@sveltejs/kit'
import { aroundExpanded, aroundFocus, expandedOnServer } from '#lib/explorer-bounds.ts'
import { forwardMerged } from './entity-page.ts'
import { MalformedQueryError } from './query-bounds.ts'
import { getSite, originOf } from './site.ts'

/** What a page of the explorer is rendered from: what surrounds the focus and whoever is expanded, as far as the address asks for it. */
export interface ExplorerPage {
  readonly state: ExplorerState
  readonly focus: { readonly id: string; readonly name: string; readonly path: string }
  /** All that was read, and what of it passes the filters. */
  readonly graph: JoinedGraph
  readonly shown: ShownGraph
  /** Topics to filter by. */
  readonly topics: readonly { readonly id: string; readonly name: string }[]
  /** Neighbours of the focus that are not read, for these are less close; at least so many where `isExact` is not. */
  readonly more: { readonly count: number; readonly isExact: boolean }
  /** How many of those expanded are left to scripts. */
  readonly unread: number
}

/** @throws {MalformedQueryError} where `?focus=` is no id. */
export async function getExplorerPage(url: URL): Promise<ExplorerPage> {
  const state = parseState(url.searchParams)
  if (state === undefined)
    throw new MalformedQueryError(
      `Expected ?focus= with an id such as A5023888391, got "${(url.searchParams.get('focus') ?? '').slice(0, 60)}".`,
    )
  const focus = parseEntityRef(state.focus)
  const [slice, ...expanded] = await Promise.all([
    readAround(state.focus, aroundFocus, url),
    ...state.expanded.slice(0, expandedOnServer).map((id) => readAround(id, aroundExpanded, url)),
  ])
  if (slice === undefined) await forwardMerged(focus, url)
  const node = slice?.nodes[0]
  if (slice === undefined || node === undefined) error(404, `There is no record ${formatId(focus)} on this site.`)
  // Whoever is no longer on this site leaves a gap.
  const parts = [slice, ...expanded].flatMap((part): GraphPart[] => (part ? [{ around: part.focus, ...part }] : []))
  const graph = joinSlices(parts)
  const topics = [...graph.nodes.values()].filter(({ kind }) => kind === 'topic')
  return {
    state,
    focus: { id: node.id, name: node.label, path: node.path },
    graph,
    shown: filterGraph(graph, state),
    topics: topics.map(({ id, label }) => ({ id, name: label })),
    more: { count: slice.total - slice.nodes.length, isExact: slice.is_total_exact },
    unread: Math.max(0, state.expanded.length - expandedOnServer),
  }
}

function readAround(id: string, limit: number, url: URL): Promise<GraphSlice | undefined> {
  const query = { focus: parseEntityRef(id), depth: 1, limit, kinds: entityKinds } as const
  return readGraphSlice(getSite().reads, query, originOf(url))
}
