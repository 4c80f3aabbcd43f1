import type { WayKind, WayLinks } from '@bzpeer/domain'
import { type EntityKind, entityKinds } from '@bzpeer/schema'

/**
 * What an explorer shows, all of it: a page with the same state shows the same picture. It is a value; each change
 * gives a new one, so that undoing is going back to the one before. Ids are public ones: `A123`.
 */
export interface ExplorerState {
  readonly focus: string
  /** Whose surroundings are shown beside those of the focus, in the order in which they were asked for. */
  readonly expanded: readonly string[]
  readonly hidden: readonly string[]
  readonly pinned: readonly Pin[]
  readonly kinds: readonly EntityKind[]
  readonly years: YearRange | null
  /** A topic to which all that is shown is tied. */
  readonly topic: string | null
  /** Percent of the strongest tie of its kind that a tie has at least. */
  readonly strength: number
  /** What there was by the end of this year. */
  readonly until: number | null
  readonly colours: 'kinds' | 'communities'
  readonly way: Way | null
  readonly common: readonly [string, string] | null
  readonly chosen: string | null
  readonly sort: TableSort
  readonly view: View | null
}

/** A node that somebody has put in its place, in the units of the layout. */
export interface Pin {
  readonly id: string
  readonly x: number
  readonly y: number
}

export interface YearRange {
  readonly from: number | null
  readonly to: number | null
}

export interface Way {
  readonly from: string
  readonly to: string
  readonly by: WayLinks
  readonly kind: WayKind
}

/** The middle of what is looked at, in the units of the layout, and how many pixels one of those takes. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export const tableSorts = ['closeness', 'name', 'kind', 'ties', 'works', 'years'] as const
export type TableSort = (typeof tableSorts)[number]

/** Their address stays below the 4,096 characters that a site takes. */
export const stateBounds = {
  expanded: 40,
  hidden: 60,
  pinned: 40,
  place: 20_000,
  leastZoom: 0.02,
  mostZoom: 8,
} as const

export function startAt(focus: string): ExplorerState {
  return {
    focus,
    expanded: [],
    hidden: [],
    pinned: [],
    kinds: entityKinds,
    years: null,
    topic: null,
    strength: 0,
    until: null,
    colours: 'kinds',
    way: null,
    common: null,
    chosen: null,
    sort: 'closeness',
    view: null,
  }
}

/** More than fits into the address of a page. The message says what to do. */
export class ExplorerFullError extends Error {
  readonly code = 'explorer-full'

  constructor(most: number, done: string, undone: string) {
    super(`At most ${most} can be ${done} at a time. ${undone} one first.`)
    this.name = 'ExplorerFullError'
  }
}

/** @throws {ExplorerFullError} */
export function expand(state: ExplorerState, id: string): ExplorerState {
  if (id === state.focus || state.expanded.includes(id)) return state
  if (state.expanded.length >= stateBounds.expanded)
    throw new ExplorerFullError(stateBounds.expanded, 'expanded', 'Collapse')
  return { ...state, expanded: [...state.expanded, id] }
}

/** Takes away what was shown around a node, and around those of `brought` that it had brought in. */
export function collapse(state: ExplorerState, id: string, brought: ReadonlySet<string>): ExplorerState {
  const expanded = state.expanded.filter((each) => each !== id && !brought.has(each))
  return expanded.length === state.expanded.length ? state : { ...state, expanded }
}

/** @throws {ExplorerFullError} */
export function hide(state: ExplorerState, id: string): ExplorerState {
  if (id === state.focus || state.hidden.includes(id)) return state
  if (state.hidden.length >= stateBounds.hidden) throw new ExplorerFullError(stateBounds.hidden, 'hidden', 'Show')
  return {
    ...state,
    hidden: [...state.hidden, id],
    expanded: state.expanded.filter((each) => each !== id),
    pinned: state.pinned.filter((each) => each.id !== id),
    chosen: state.chosen === id ? null : state.chosen,
  }
}

/** @throws {ExplorerFullError} */
export function pin(state: ExplorerState, { id, x, y }: Pin): ExplorerState {
  const others = state.pinned.filter((each) => each.id !== id)
  if (others.length >= stateBounds.pinned) throw new ExplorerFullError(stateBounds.pinned, 'pinned', 'Unpin')
  return { ...state, pinned: [...others, { id, x: within(x), y: within(y) }] }
}

export function unpin(state: ExplorerState, id: string): ExplorerState {
  return { ...state, pinned: state.pinned.filter((each) => each.id !== id) }
}

function within(value: number): number {
  return Math.round(Math.min(stateBounds.place, Math.max(-stateBounds.place, value)))
}
