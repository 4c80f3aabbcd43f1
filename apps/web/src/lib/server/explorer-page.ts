import { type ExplorerState, filterGraph, joinSlices, parseState, type ShownGraph } from '@bzpeer/explorer/graph'
import { readGraphSlice } from '@bzpeer/reads'
import { entityKinds, formatId, parseEntityRef } from '@bzpeer/schema'
import { error } from '@sveltejs/kit'
import { aroundFocus } from '#lib/explorer-bounds.ts'
import { forwardMerged } from './entity-page.ts'
import { MalformedQueryError } from './query-bounds.ts'
import { getSite, originOf } from './site.ts'

/** What a page of the explorer is rendered from: what surrounds the focus, as far as the address asks for it. */
export interface ExplorerPage {
  readonly state: ExplorerState
  readonly focus: { readonly id: string; readonly name: string; readonly path: string }
  readonly shown: ShownGraph
  /** Topics to filter by. */
  readonly topics: readonly { readonly id: string; readonly name: string }[]
  /** Neighbours of the focus that are not read: these are less close. */
  readonly more: number
}

/** @throws {MalformedQueryError} where `?focus=` is no id. */
export async function getExplorerPage(url: URL): Promise<ExplorerPage> {
  const state = parseState(url.searchParams)
  if (state === undefined)
    throw new MalformedQueryError(
      `Expected ?focus= with an id such as A5023888391, got "${(url.searchParams.get('focus') ?? '').slice(0, 60)}".`,
    )
  const focus = parseEntityRef(state.focus)
  const query = { focus, depth: 1, limit: aroundFocus, kinds: entityKinds } as const
  const slice = await readGraphSlice(getSite().reads, query, originOf(url))
  if (slice === undefined) await forwardMerged(focus, url)
  const node = slice?.nodes[0]
  if (slice === undefined || node === undefined) error(404, `There is no record ${formatId(focus)} on this site.`)
  const graph = joinSlices([{ around: state.focus, nodes: slice.nodes, edges: slice.edges }])
  const topics = slice.nodes.filter(({ kind }) => kind === 'topic')
  // A topic that only what a script loads is tied to would leave nothing here.
  const readable = { ...state, topic: topics.some(({ id }) => id === state.topic) ? state.topic : null }
  return {
    state: readable,
    focus: { id: node.id, name: node.label, path: node.path },
    shown: filterGraph(graph, readable),
    topics: topics.map(({ id, label }) => ({ id, name: label })),
    more: slice.total - slice.nodes.length,
  }
}
