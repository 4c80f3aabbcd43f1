import {
  isFilteredEmpty,
  type NodeRow,
  nodeRows,
  type ShownGraph,
  type TableSort,
  type TieRow,
  tieRows,
} from '@bzpeer/explorer/graph'
import { entityWords } from '#lib/entity-words.ts'
import { captionOfEntities } from '#lib/explorer-caption.ts'
import { formatCount, formatCountOf } from '#lib/figures.ts'
import type { Explored } from './explorer-model.ts'
import { buttonOf, linkTo, make, nameOf } from './make.ts'

/** Rows that are written at first: a table of thousands holds up a page, and nobody reads on. */
const rowsAtOnce = 50

/** The two tables of a page, which go on saying what the picture shows. */
export class ExplorerTables {
  readonly #root: Element
  readonly #open = new Set<string>()
  #shown: ShownGraph | undefined

  constructor(root: Element, onSort: (sort: TableSort) => void) {
    this.#root = root
    for (const link of root.querySelectorAll<HTMLAnchorElement>('a[data-sort]'))
      link.addEventListener('click', (event) => {
        event.preventDefault()
        onSort(link.dataset['sort'] as TableSort)
      })
  }

  fill(explored: Explored, sort: TableSort, chosen: string | null): void {
    const { shown, graph, more, state } = explored
    if (shown !== this.#shown) this.#open.clear()
    this.#shown = shown
    const nodes = nodeRows(shown, sort)
    this.#write('nodes', nodes.length, () => this.fill(explored, sort, chosen), nodes.map(nodeRow))
    this.#say('[data-table=nodes] caption', captionOfEntities({ shown, graph, more, unread: 0 }))
    const empty = this.#root.querySelector<HTMLElement>('[data-part=nothing-else]')
    if (empty !== null) empty.hidden = !isFilteredEmpty(graph, shown, state)
    const ties = tieRows(shown)
    this.#write('ties', ties.length, () => this.fill(explored, sort, chosen), ties.map(tieRow))
    this.#say('[data-count=ties]', `${formatCountOf(ties.length, 'tie')} between them`)
    this.#markSort(sort)
    this.choose(chosen)
  }

  choose(id: string | null): void {
    for (const row of this.#root.querySelectorAll<HTMLElement>('[data-table=nodes] tbody tr'))
      row.classList.toggle('chosen', row.dataset['id'] === id)
  }

  #write(name: string, count: number, again: () => void, rows: readonly (() => HTMLElement)[]): void {
    const isWhole = this.#open.has(name) || count <= rowsAtOnce
    const written = (isWhole ? rows : rows.slice(0, rowsAtOnce)).map((row) => row())
    this.#root.querySelector(`[data-table=${name}] tbody`)?.replaceChildren(...written)
    const more = this.#root.querySelector<HTMLElement>(`[data-more=${name}]`)
    if (more === null) return
    more.hidden = isWhole
    more.replaceChildren(
      buttonOf('button', `Show all ${formatCount(count)}`, () => {
        this.#open.add(name)
        again()
      }),
    )
  }

  #say(selector: string, text: string): void {
    const element = this.#root.querySelector(selector)
    if (element !== null) element.textContent = text
  }

  #markSort(sort: TableSort): void {
    for (const link of this.#root.querySelectorAll<HTMLAnchorElement>('a[data-sort]')) {
      const cell = link.closest('th')
      if (link.dataset['sort'] === sort) cell?.setAttribute('aria-sort', cell.dataset['order'] ?? 'other')
      else cell?.removeAttribute('aria-sort')
    }
  }
}

function nodeRow({ id, kind, name, path, ties, works, years, why }: NodeRow): () => HTMLElement {
  return () => {
    const row = make(
      'tr',
      '',
      headOf(path, name),
      make('td', 'kind-cell', make('span', `kind ${kind}`), entityWords[kind].one),
      why === null
        ? make('td', 'why', 'in focus')
        : make('td', 'why', `${why.reason} `, make('span', 'with', '· ', nameOf(why.name))),
      figureOf(ties, ties === 1 ? ' tie' : ' ties'),
      works === null ? make('td', 'figure') : figureOf(works, works === 1 ? ' work' : ' works'),
      kind === 'work' || years === ''
        ? make('td', 'years', years)
        : make('td', 'years', make('span', 'unit', 'ties of '), years),
    )
    row.dataset['id'] = id
    return row
  }
}

function tieRow({ source, target, reason, works }: TieRow): () => HTMLElement {
  return () =>
    make(
      'tr',
      '',
      headOf(source.path, source.label),
      make('td', '', linkTo(target.path, target.label)),
      make('td', 'why', reason),
      make(
        'td',
        'shown-by',
        ...works.flatMap(({ id, title }, index) => [index > 0 ? '; ' : '', linkTo(`/works/${id}`, title)]),
      ),
    )
}

function headOf(path: string, name: string): HTMLElement {
  const head = make('th', '', linkTo(path, name))
  head.scope = 'row'
  return head
}

function figureOf(count: number, unit: string): HTMLElement {
  return make('td', 'figure', formatCount(count), make('span', 'unit', unit))
}
