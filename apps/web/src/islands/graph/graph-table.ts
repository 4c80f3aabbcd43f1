import {
  type RowSort,
  rowsOf,
  type SliceChoice,
  type SliceRow,
  sortRows,
  type WovenSlice,
} from '@bzpeer/explorer/slice'
import { button, element, linkTo, nameOf } from './element.ts'
import { listEvidence } from './evidence.ts'
import { whyOf } from './fill-panel.ts'
import { countOf, kindWords } from './graph-words.ts'
import { listenToRows, markRows } from './mark-rows.ts'
import { nextFrame } from './pause.ts'

const columns = [
  { sort: 'name', className: 'name', label: 'Name', order: 'ascending' },
  { sort: 'kind', className: 'kind-word', label: 'Kind', order: 'ascending' },
  { sort: undefined, className: 'why', label: 'Why it is here', order: undefined },
  { sort: 'ties', className: 'ties', label: 'Ties', order: 'descending' },
  { sort: 'year', className: 'year', label: 'Latest', order: 'descending' },
  { sort: 'closeness', className: 'closeness', label: 'Closeness', order: 'descending' },
] as const satisfies readonly {
  sort: RowSort | undefined
  className: string
  label: string
  order: string | undefined
}[]

const rowsAtOnce = 10

const opposite = { ascending: 'descending', descending: 'ascending' } as const

interface TableEvents {
  /** Pointed at, or reached by key. */
  readonly onChoose: (id: string) => void
  readonly onRecentre: (id: string) => void
}

/** The slice in words: whatever the picture shows, in the order that the reader chooses. */
export class GraphTable {
  readonly #caption = element('caption', 'small')
  readonly #body = element('tbody', '')
  readonly #heads = new Map<RowSort, HTMLElement>()
  readonly #events: TableEvents
  #slice: WovenSlice | undefined
  #rows: ReadonlyMap<string, HTMLElement> = new Map()
  #sort: RowSort = 'closeness'
  #isTurned = false
  #marked: readonly string[] = []

  constructor(list: HTMLElement, events: TableEvents) {
    this.#events = events
    const row = element('tr', '')
    for (const { sort, label, className } of columns) {
      const head = element('th', className, sort === undefined ? label : button('', label, () => this.#sortBy(sort)))
      head.scope = 'col'
      if (sort !== undefined) this.#heads.set(sort, head)
      row.append(head)
    }
    list.append(element('table', 'slice-table', this.#caption, element('thead', '', row), this.#body))
    listenToRows(this.#body, events.onChoose)
  }

  /** Makes the row of a node stand out, or those at the two ends of a line. */
  mark(choice: SliceChoice | undefined): void {
    if (choice === undefined) this.#marked = []
    else if (choice.kind === 'node') this.#marked = [choice.node.id]
    else {
      const { source, target } = choice.edge
      this.#marked = choice.from === target ? [target, source] : [source, target]
    }
    markRows(this.#rows, this.#marked, this.#body)
  }

  /** Writes so many rows between two frames: all of them at once would hold up the page. */
  async show(slice: WovenSlice): Promise<void> {
    if (this.#slice === slice) return
    this.#slice = slice
    const made = new Map<string, HTMLElement>()
    const order = [this.#sort, this.#isTurned].join()
    const rows = this.#tellOrder(slice)
    this.#caption.replaceChildren(...tellCaption(slice, rows.length))
    for (let from = 0; from === 0 || from < rows.length; from += rowsAtOnce) {
      await nextFrame()
      if (this.#slice !== slice) return
      const written = rows.slice(from, from + rowsAtOnce).map((row) => [row.id, this.#createRow(row)] as const)
      if (from === 0) this.#clear(made)
      for (const [id, row] of written) made.set(id, row)
      this.#body.append(...written.map(([, row]) => row))
    }
    if ([this.#sort, this.#isTurned].join() !== order) this.#reorder(slice)
    markRows(made, this.#marked, this.#body)
  }

  #clear(rows: ReadonlyMap<string, HTMLElement>): void {
    this.#rows = rows
    this.#body.replaceChildren()
    this.#body.scrollTop = 0
  }

  #sortBy(sort: RowSort): void {
    this.#isTurned = sort === this.#sort && !this.#isTurned
    this.#sort = sort
    if (this.#slice !== undefined) this.#reorder(this.#slice)
  }

  #reorder(slice: WovenSlice): void {
    this.#body.replaceChildren(...this.#tellOrder(slice).flatMap(({ id }) => this.#rows.get(id) ?? []))
  }

  /** The rows in the order that is asked for, which the heads say. */
  #tellOrder(slice: WovenSlice): SliceRow[] {
    for (const { sort, order } of columns) {
      if (sort === undefined) continue
      const head = this.#heads.get(sort)
      if (sort === this.#sort) head?.setAttribute('aria-sort', this.#isTurned ? opposite[order] : order)
      else head?.removeAttribute('aria-sort')
    }
    return sortRows(rowsOf(slice), this.#sort, this.#isTurned)
  }

  #createRow(row: SliceRow): HTMLElement {
    const { id, kind, label, path, ring, weight, latestYear, ties } = row
    const middle = button('recentre', 'Put in the middle', () => this.#events.onRecentre(id))
    middle.setAttribute('aria-label', `Put in the middle: ${label}`)
    const head = element('th', 'name', element('span', `kind ${kind}`), linkTo(path, label), middle)
    head.scope = 'row'
    const made = element(
      'tr',
      '',
      head,
      element('td', 'kind-word', kindWords[kind].one),
      element('td', 'why', ...tellWhy(row)),
      element('td', 'ties', String(ties.length), element('span', 'unit', ties.length === 1 ? ' tie' : ' ties')),
      element('td', 'year', latestYear === null ? '–' : String(latestYear)),
      element('td', 'closeness', weight.toFixed(2), element('span', 'note', ring === 1 ? '1 step' : '2 steps')),
    )
    made.dataset['row'] = id
    return made
  }
}

function tellCaption(
  { nodeOf, focus, truncated, total, is_total_exact: isExact }: WovenSlice,
  shown: number,
): (string | Node)[] {
  const name = nameOf(nodeOf.get(focus)?.label ?? focus)
  if (shown === 0) return ['Nothing on this site is tied to ', name, ' yet.']
  const all = `${isExact ? '' : 'at least '}${countOf(total - 1, 'node')}`
  const rest = !truncated ? '' : total - 1 > shown ? ` of ${all}, the closest` : ', the closest'
  return [
    `${shown === 1 ? 'One node' : `${shown} nodes`}${rest} around `,
    name,
    ', each with the reason why it is here.',
  ]
}

/** The reason; behind it the works that show it and whatever else the node is tied to. */
function tellWhy({ id, ties }: SliceRow): Node[] {
  const [first, ...others] = ties
  if (first === undefined) return []
  const reason = element('p', '', ...whyOf(id, first))
  const evidence = listEvidence(first.edge, [id, first.other.id])
  const more =
    others.length === 0 ? [] : [element('ul', 'others', ...others.map((tie) => element('li', '', ...whyOf(id, tie))))]
  const parts = [...(evidence === undefined ? [] : [evidence]), ...more]
  if (parts.length === 0) return [reason]
  const said = [
    ...(evidence === undefined ? [] : [countOf(first.edge.works.length, 'work')]),
    ...(others.length === 0 ? [] : [countOf(others.length, 'more tie')]),
  ]
  return [reason, element('details', '', element('summary', '', said.join(', ')), ...parts)]
}
