import { formatState, startAt } from '@bzpeer/explorer/graph'
import { leadersOf, type WovenSlice } from '@bzpeer/explorer/slice'
import type { EntityKind } from '@bzpeer/schema'
import { expandedOnServer } from '#lib/explorer-bounds.ts'
import { button, element } from './graph/element.ts'
import { SliceUnavailableError } from './graph/fetch-slice.ts'
import { fillTrail } from './graph/fill-trail.ts'
import { GraphView } from './graph/graph-view.ts'
import { addressOf, extendTrail, focusIn, lastOf, parseTrail, type Trail, type TrailStep } from './graph/slice-trail.ts'
import { SliceStore } from './graph/slice-store.ts'

/** At most so many nodes: at first, and when asked for more. A small picture has room for fewer. */
const limits = { small: [30, 60], large: [60, 150] } as const
/** In square pixels. */
const smallBelow = 180_000
const busyAfterMs = 250
const resizeRestMs = 200

/** What happens to the history of the browser with a new focus. */
type Entry = 'new' | 'same'

/** The slice of the research graph within `<graph-slice>`, whose attributes say whose page this is. */
class ResearchGraph extends HTMLElement {
  readonly #resizes = new ResizeObserver(() => this.#onResize())
  readonly #onPop = ({ state }: PopStateEvent): void => this.#follow(state)
  #store!: SliceStore
  #view!: GraphView
  #trail!: Trail
  #loading: AbortController | undefined
  #isGrown = false
  /** What readers asked for and is not here yet. */
  #asked: Trail | undefined
  #frame = { width: 0, height: 0 }
  #timer = 0

  connectedCallback(): void {
    const parent = this.closest('graph-slice')
    this.#trail = [{ id: parent?.getAttribute('focus') ?? '', label: parent?.getAttribute('label') ?? '' }]
    const kinds = parent?.getAttribute('kinds') ?? ''
    this.#store = new SliceStore(kinds)
    this.#view = new GraphView(this, kinds.split(',') as EntityKind[], {
      onRecentre: (id) => void this.#go(extendTrail(this.#trail, { id, label: id }), 'new'),
      onMore: () => {
        this.#isGrown = !this.#isGrown
        void this.#go(this.#trail, 'same')
      },
    })
    addEventListener('popstate', this.#onPop)
    // As high as it will be from now on.
    this.#fillTrail()
    this.#measure()
    void this.#open()
  }

  disconnectedCallback(): void {
    removeEventListener('popstate', this.#onPop)
    this.#resizes.disconnect()
    this.#loading?.abort()
  }

  get #own(): TrailStep {
    return this.#trail[0]
  }

  /** Where the address says; where that leads nowhere, where the page is about. */
  async #open(): Promise<void> {
    const named = this.#trailOf(history.state)
    const own: Trail = [this.#own]
    try {
      if (named !== undefined && named.length > 1) {
        const failure = await this.#load(named).catch((error: unknown) => error)
        if (failure !== undefined) {
          await this.#load(own)
          this.#tell(failure, named, 'same')
        }
      } else await this.#load(own)
      this.dispatchEvent(new CustomEvent('slice-ready', { bubbles: true }))
      for (const part of [this, this.#view.frame]) this.#resizes.observe(part)
    } catch (error) {
      const detail =
        error instanceof SliceUnavailableError
          ? error.message
          : 'This graph slice could not be drawn. Reload the page to try again.'
      if (this.isConnected) this.dispatchEvent(new CustomEvent('slice-failed', { bubbles: true, detail }))
    }
  }

  async #go(trail: Trail, entry: Entry): Promise<void> {
    this.#asked = trail
    const busy = window.setTimeout(
      () => this.#view.tell('busy', element('p', 'waiting', 'Building this graph slice')),
      busyAfterMs,
    )
    try {
      await this.#load(trail)
      if (entry === 'new')
        history.pushState({ trail: this.#trail }, '', addressOf(this.#trail) || location.pathname + location.search)
      const { label } = lastOf(this.#trail)
      this.#view.announce(`${label} is in the middle now.`)
    } catch (error) {
      if (!isAbort(error)) this.#tell(error, trail, entry)
    } finally {
      clearTimeout(busy)
      if (this.#asked === trail) this.#asked = undefined
    }
  }

  /** @throws {SliceUnavailableError}, and `AbortError` where another slice was asked for meanwhile. */
  async #load(trail: Trail): Promise<void> {
    this.#loading?.abort()
    const { signal } = (this.#loading = new AbortController())
    const before = this.#view.places
    const laid = await this.#store.get({
      focus: lastOf(trail).id,
      limit: this.#limit,
      frame: this.#frame,
      before,
      signal,
    })
    const drawing = await this.#view.draw(laid, this.#frame)
    signal.throwIfAborted()
    const { focus, nodeOf } = laid.slice
    const step = { id: focus, label: (nodeOf.get(focus)?.label ?? focus).slice(0, 200) }
    const [first, ...rest] = trail.slice(0, -1)
    this.#trail = first === undefined ? [step] : extendTrail([first, ...rest], step)
    this.#view.show(drawing, !this.#isGrown)
    this.#fillTrail()
    this.#leadOn(laid.slice)
  }

  #fillTrail(): void {
    fillTrail(this.#view.trail, this.#trail, (until) => void this.#go(until, 'new'))
  }

  #follow(state: unknown): void {
    const trail = this.#trailOf(state)
    // An address about something else of the page: the graph stays, and is found again.
    if (trail === undefined) history.replaceState({ trail: this.#trail }, '')
    else if (lastOf(trail).id !== lastOf(this.#trail).id) void this.#go(trail, 'same')
    else {
      this.#loading?.abort()
      this.#trail = trail
    }
  }

  #trailOf(state: unknown): Trail | undefined {
    const kept = parseTrail(state, this.#own)
    if (kept !== undefined) return kept
    const focus = focusIn(location.hash)
    if (focus === undefined) return undefined
    return focus === '' ? [this.#own] : extendTrail([this.#own], { id: focus, label: focus })
  }

  get #limit(): number {
    const { width, height } = this.#frame
    return limits[width * height < smallBelow ? 'small' : 'large'][this.#isGrown ? 1 : 0]
  }

  /** The way on to the explorer takes along where one looks, and how far. */
  #leadOn(slice: WovenSlice): void {
    const link = this.closest('section')?.querySelector<HTMLAnchorElement>('a[data-explorer]')
    if (link)
      link.href = `/explore?${formatState({ ...startAt(slice.focus), expanded: leadersOf(slice, expandedOnServer) })}`
  }

  #tell(error: unknown, trail: Trail, entry: Entry): void {
    const isKnown = error instanceof SliceUnavailableError
    const line = element(
      'p',
      '',
      isKnown ? error.message : 'This graph slice could not be drawn. Nothing else was lost.',
    )
    const retry = button('button', 'Try again', () => void this.#go(trail, entry))
    const stay = button('quiet', 'Keep what is here', () => this.#view.clearNotice())
    this.#view.tell('failed', line, element('p', 'choices', ...(!isKnown || error.canRetry ? [retry, ' '] : []), stay))
  }

  /** Whether there is anything to draw in: the table may stand in its place. */
  #measure(): boolean {
    const { width, height } = this.#view.frame.getBoundingClientRect()
    const isSame = Math.abs(width - this.#frame.width) < 2 && Math.abs(height - this.#frame.height) < 2
    if (width === 0 || height === 0 || isSame) return false
    this.#frame = { width, height }
    return true
  }

  /** The same slice in its new frame, once whatever readers asked for has come. */
  #onResize(): void {
    this.#view.fit()
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => {
      if (this.#asked !== undefined) this.#onResize()
      else if (this.#measure()) void this.#load(this.#trail).catch(() => undefined)
    }, resizeRestMs)
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

customElements.define('research-graph', ResearchGraph)
