import { type Drawing, type Frame, type SliceChoice, SlicePicture, type WovenSlice } from '@bzpeer/explorer/slice'
import type { EntityKind } from '@bzpeer/schema'
import { contextWords } from '#lib/context-words.ts'
import { element, nameOf } from './element.ts'
import { fillPanel, keyWords } from './fill-panel.ts'
import { GraphTable } from './graph-table.ts'
import { countOf, describeLine, describeNode } from './graph-words.ts'
import { createLegend } from './legend.ts'
import { pause } from './pause.ts'
import type { LaidSlice } from './slice-store.ts'
import { ViewTabs } from './view-tabs.ts'

export interface ViewEvents {
  readonly onRecentre: (id: string) => void
  readonly onMore: () => void
}

const keysId = 'graph-keys'

/** A slice as picture and as table, side by side where there is room, with what is chosen in them. */
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
  readonly #rows = element('div', 'rows')
  readonly #tabs: ViewTabs
  #slice: WovenSlice | undefined
  #choice: SliceChoice | undefined

  constructor(host: HTMLElement, kinds: readonly EntityKind[], events: ViewEvents) {
    this.#events = events
    this.#table = new GraphTable(this.#rows, { ...events, onChoose: (id) => this.#chooseNode(id) })
    this.#picture = new SlicePicture({
      describe: describeNode,
      describedBy: keysId,
      onChoose: (choice) => this.choose(choice),
      onRecentre: events.onRecentre,
      isStill: matchMedia('(prefers-reduced-motion: reduce)').matches,
      pause,
    })
    const sight = element('div', 'sight', element('div', 'stage', this.frame, createLegend(kinds)), this.#panel)
    this.frame.append(this.#picture.element)
    this.#tabs = new ViewTabs('Ways to see the graph', [
      { id: 'graph-picture', label: 'Picture', panel: sight },
      { id: 'graph-table', label: 'Table', panel: this.#rows },
    ])
    host.replaceChildren(...this.#build(sight))
    this.fit()
  }

  /** Shows both ways to see the graph where the style sheet has put them side by side. */
  fit(): void {
    this.#tabs.showAll(getComputedStyle(this.#tabs.element).getPropertyValue('--views') === 'beside')
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
    const hadTable = this.#rows.contains(document.activeElement)
    // Drawn anew around the same, in another size: what was chosen stays so.
    const isSame = this.#slice?.focus === slice.focus
    const isRedrawn = this.#slice === slice
    const last = isSame ? document.activeElement?.getAttribute('data-node') : undefined
    this.#slice = slice
    this.clearNotice()
    const name = slice.nodeOf.get(slice.focus)?.label ?? slice.focus
    this.#picture.show(drawing, `Research graph around ${name}`)
    void this.#table.show(slice)
    this.#tellCount(slice, mayGrow)
    this.choose(isSame ? chosenIn(slice, this.#choice) : undefined)
    if (slice.nodes.length === 1) this.#tellEmpty(slice)
    if (hadFocus) this.#picture.focusNode(slice.nodeOf.has(last ?? '') ? (last ?? '') : slice.focus)
    if (hadTable && !isRedrawn) this.#rows.focus()
  }

  choose(choice: SliceChoice | undefined): void {
    if (this.#slice === undefined) return
    this.#choice = choice
    this.#picture.light(choice)
    this.#table.mark(choice)
    fillPanel(this.#panel, this.#slice, choice, this.#events.onRecentre)
    if (choice?.kind === 'edge' && choice.from !== undefined)
      this.announce(describeLine(this.#slice, choice.from, choice.edge))
  }

  #chooseNode(id: string): void {
    const node = this.#slice?.nodeOf.get(id)
    if (node !== undefined) this.choose({ kind: 'node', node })
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

  #build(sight: HTMLElement): HTMLElement[] {
    this.#panel.setAttribute('aria-label', 'Chosen in the graph')
    this.#panel.tabIndex = 0
    this.#live.setAttribute('aria-live', 'polite')
    this.#notice.setAttribute('aria-live', 'polite')
    this.#rows.tabIndex = -1
    const keys = element('p', 'visually-hidden', keyWords)
    keys.id = keysId
    const trail = element('nav', 'trail', element('span', '', 'Around'), this.trail)
    trail.setAttribute('aria-label', 'Where you looked from')
    return [
      trail,
      element('div', 'bar', this.#tabs.element, this.#count),
      element('div', 'views', sight, this.#rows, this.#notice),
      keys,
      this.#live,
    ]
  }

  #tellCount({ nodes, total, truncated, is_total_exact: isExact }: WovenSlice, mayGrow: boolean): void {
    const all = countOf(nodes.length, 'node')
    const text = truncated
      ? total > nodes.length
        ? `${nodes.length} of ${isExact ? '' : 'at least '}${countOf(total, 'node')}, the closest`
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
    const { missing, other } = contextWords[nodeOf.get(focus)?.kind ?? 'author']
    const what = element('p', 'small', `${missing} Until then: `)
    const search = element('a', '', other)
    search.href = '/search'
    what.append(search, '.')
    this.tell('empty', line, what)
  }
}

/** The node that was chosen, where another slice has it too. */
function chosenIn({ nodeOf }: WovenSlice, choice: SliceChoice | undefined): SliceChoice | undefined {
  const node = choice?.kind === 'node' ? nodeOf.get(choice.node.id) : undefined
  return node === undefined ? undefined : { kind: 'node', node }
}
