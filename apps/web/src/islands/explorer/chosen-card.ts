import type { GraphEdge, GraphNode } from '@bzpeer/domain'
import { edgesByNode, type ExplorerState, formatSpan, type ShownGraph } from '@bzpeer/explorer/graph'
import { entityWords } from '#lib/entity-words.ts'
import { formatCountOf } from '#lib/figures.ts'
import { buttonOf, linkTo, make, nameOf } from './make.ts'

const tiesListed = 8

export interface CardActs {
  readonly expand: (id: string) => void
  readonly pin: (id: string) => void
  readonly hide: (id: string) => void
  readonly focus: (id: string) => void
  readonly choose: (id: string | null) => void
}

/** Who is chosen, in words: what it is, why it is tied to what else is shown, and what can be done with it. */
export function fillCard(
  card: HTMLElement,
  { node, shown, state }: { readonly node: GraphNode; readonly shown: ShownGraph; readonly state: ExplorerState },
  acts: CardActs,
  readOnly: boolean,
): void {
  const ties = edgesByNode(shown.edges).get(node.id) ?? []
  const names = new Map(shown.nodes.map(({ id, label }) => [id, label]))
  const listed = ties.slice(0, tiesListed).map((edge) => tieItem(node.id, edge, names, acts))
  const rest = ties.length - listed.length
  if (rest > 0) listed.push(make('li', '', `and ${rest} more, in the table of ties`))
  const close = buttonOf('close', '×', () => acts.choose(null))
  close.setAttribute('aria-label', 'Close')
  card.replaceChildren(
    make('p', 'heading', linkTo(node.path, node.label)),
    make('p', 'facts', factsOf(node, ties.length)),
    ...(readOnly ? [] : [actsOf(node, state, acts)]),
    make('ul', '', ...listed),
    close,
  )
  card.hidden = false
  card.scrollTop = 0
}

function factsOf(node: GraphNode, ties: number): string {
  return [
    entityWords[node.kind].one,
    node.works_count === null ? '' : formatCountOf(node.works_count, 'work'),
    node.cited_by_count === null ? '' : `cited by ${formatCountOf(node.cited_by_count, 'work')} here`,
    yearsOf(node),
    `${formatCountOf(ties, 'tie')} shown`,
  ]
    .filter((fact) => fact !== '')
    .join(' · ')
}

/** A work has a year of its own; what else is shown is known by the years of its ties. */
function yearsOf({ kind, years }: GraphNode): string {
  return kind === 'work' || years === null ? formatSpan(years) : `ties of ${formatSpan(years)}`
}

function actsOf({ id }: GraphNode, { focus, expanded, pinned }: ExplorerState, acts: CardActs): HTMLElement {
  const isPinned = pinned.some((pin) => pin.id === id)
  const row = make('div', 'acts')
  if (id !== focus) {
    row.append(
      buttonOf('', expanded.includes(id) ? 'Collapse' : 'Expand', () => acts.expand(id)),
      buttonOf('', 'Hide', () => acts.hide(id)),
      buttonOf('', 'Put in focus', () => acts.focus(id)),
    )
  }
  row.append(buttonOf('', isPinned ? 'Unpin' : 'Pin', () => acts.pin(id)))
  return row
}

function tieItem(id: string, edge: GraphEdge, names: ReadonlyMap<string, string>, acts: CardActs): HTMLElement {
  const other = edge.source === id ? edge.target : edge.source
  const name = buttonOf('name', nameOf(names.get(other) ?? other), () => acts.choose(other))
  return make('li', '', name, make('p', 'facts', edge.reason))
}
