import {
  type Drawing,
  type Frame,
  type SliceChoice,
  SlicePicture,
  shapeOf,
  type WovenSlice,
} from '@bzpeer/explorer/slice'
import type { EntityKind } from '@bzpeer/schema'
import { element, nameOf } from './element.ts'
import { fillPanel } from './fill-panel.ts'
import { GraphTable } from './graph-table.ts'
import { countOf, describeNode, kindWords } from './graph-words.ts'
import { pause } from './pause.ts'
import type { LaidSlice } from './slice-store.ts'
import { createViewTabs } from './view-tabs.ts'

export interface ViewEvents {
  readonly onRecentre: (id: string) => void
  readonly onMore: () => void
}

const legendKinds: readonly EntityKind[] = ['author', 'work', 'topic', 'institution']

/** A slice as picture and as table, with what is chosen in it beside. */
export class GraphView {
  readonly trail = element('ol', '')
  readonly frame = element('div', 'frame')
  readonly #events: ViewEvents
  readonly #picture: SlicePicture
  readonly #table: GraphTable
  readonly #panel = element('section', 'panel')
  readonly #notice = element('div', 'notice')
  readonly #live = element('p', 'visually-hidden')
  readonly #count = element('p', 'count', '\u00a0')
  #slice: WovenSlice | undefined

  constructor(host: HTMLElement, events: ViewEvents) {
    this.#events = events
    this.#table = new GraphTable(events.onRecentre)
    this.#picture = new SlicePicture({
      describe: describeNode,
      onChoose: (choice) => this.choose(choice),
      onRecentre: events.onRecentre,
      isStill: matchMedia('(prefers-reduced-motion: reduce)').matches,
      pause,
    })
    host.replaceChildren(...this.#build())
  }

  get places(): LaidSlice['places'] {
    return this.#picture.places
  }

  /** Draws a slice without showing it. */
  draw({ slice, places }: LaidSlice, frame: Frame): Promise<Drawing> {
    return this.#picture.draw(slice, places, frame)
  }

  show(drawing: Drawing, mayGrow: boolean): void {
    const { slice } = drawing
    const hadFocus = [this.frame, this.#panel, this.#notice].some((part) => part.contains(document.activeElement))
    const hadTable = this.#table.element.contains(document.activeElement)
    // Drawn anew around the same, in another size: what was chosen stays so.
    const last = this.#slice?.focus === slice.focus ? document.activeElement?.getAttribute('data-node') : undefined
    this.#slice = slice
    this.clearNotice()
    const name = slice.nodeOf.get(slice.focus)?.label ?? slice.focus
    this.#picture.show(drawing, `Research graph around ${name}`)
    void this.#table.show(slice)
    this.#tellCount(slice, mayGrow)
    this.choose(undefined)
    if (slice.nodes.length === 1) this.#tellEmpty(slice)
    if (hadFocus) this.#picture.focusNode(slice.nodeOf.has(last ?? '') ? (last ?? '') : slice.focus)
    if (hadTable) this.#table.element.parentElement?.focus()
  }

  choose(choice: SliceChoice | undefined): void {
    if (this.#slice === undefined) return
    this.#picture.light(choice)
    fillPanel(this.#panel, this.#slice, choice, this.#events.onRecentre)
  }

  /** For those who do not see it. */
  announce(text: string): void {
    this.#live.textContent = text
  }

  /** Over what is shown, which stays: what is under way, or why something did not come. */
  tell(className: string, ...content: readonly Node[]): void {
    this.#notice.className = `notice ${className}`
    this.#notice.replaceChildren(...content)
    // A table may be long.
    if (className === 'failed') this.#notice.scrollIntoView({ block: 'nearest' })
  }

  clearNotice(): void {
    this.tell('')
  }

  #build(): HTMLElement[] {
    this.#panel.setAttribute('aria-label', 'Chosen in the graph')
    this.#panel.tabIndex = 0
    this.#live.setAttribute('aria-live', 'polite')
    this.#notice.setAttribute('aria-live', 'polite')
    this.frame.append(this.#picture.element)
    const stage = element('div', 'stage', this.frame, createLegend(), this.#panel)
    const rows = element('div', 'rows', this.#table.element)
    const tabs = createViewTabs('Ways to see the graph', [
      { id: 'graph-picture', label: 'Picture', panel: stage },
      { id: 'graph-table', label: 'Table', panel: rows },
    ])
    rows.tabIndex = -1
    const trail = element('nav', 'trail', element('span', '', 'Around'), this.trail)
    trail.setAttribute('aria-label', 'Where you looked from')
    return [
      element('div', 'bar', tabs, this.#count),
      trail,
      element('div', 'views', stage, rows, this.#notice),
      this.#live,
    ]
  }

  #tellCount({ nodes, total, truncated }: WovenSlice, mayGrow: boolean): void {
    const all = countOf(nodes.length, 'node')
    const text = truncated
      ? total > nodes.length
        ? `${nodes.length} of ${countOf(total, 'node')}, the closest`
        : `${all}, the closest`
      : all
    this.#count.replaceChildren(nodes.length === 1 ? '\u00a0' : text)
    if (nodes.length === 1 || (!truncated && mayGrow)) return
    const more = element('button', 'quiet', mayGrow ? 'Show more' : 'Show fewer')
    more.type = 'button'
    more.addEventListener('click', this.#events.onMore)
    this.#count.append(' ', more)
  }

  #tellEmpty({ focus, nodeOf }: WovenSlice): void {
    const line = element(
      'p',
      '',
      'Nothing on this site is tied to ',
      nameOf(nodeOf.get(focus)?.label ?? focus),
      ' yet.',
    )
    const what = element(
      'p',
      'small',
      'Works, topics, affiliations and co-authors come with the next import that states them. Until then: ',
    )
    const search = element('a', '', 'search for someone else')
    search.href = '/search'
    what.append(search, '.')
    this.tell('empty', line, what)
  }
}

function createLegend(): HTMLElement {
  const entries = legendKinds.map((kind) => {
    const sign = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    sign.setAttribute('viewBox', '-8 -8 16 16')
    sign.setAttribute('aria-hidden', 'true')
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    path.setAttribute('d', shapeOf(kind, 5.5))
    path.setAttribute('class', `shape ${kind}`)
    sign.append(path)
    return element('li', '', sign, kindWords[kind].many)
  })
  return element('ul', 'legend', ...entries)
}
