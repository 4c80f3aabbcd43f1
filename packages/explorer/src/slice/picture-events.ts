import type { GraphEdge, GraphNode } from '@bzpeer/domain'
import type { SliceTie, WovenSlice } from './slice-ties.ts'
import type { Places } from './spread-over.ts'
import { isArrowKey, stepTowards } from './step-towards.ts'

/** What a reader points at. */
export type SliceChoice =
  | { readonly kind: 'node'; readonly node: GraphNode }
  | {
      readonly kind: 'edge'
      readonly edge: GraphEdge
      /** The node whose lines a reader goes through by key. */
      readonly from?: string
    }

/** What readers do with a picture. */
export interface PictureEvents {
  /** Pointed at, tapped or reached by key; undefined when they let go of it (Escape). */
  readonly onChoose: (choice: SliceChoice | undefined) => void
  /** Clicked, tapped once more, or opened by key: it is to stand in the middle. */
  readonly onRecentre: (id: string) => void
}

interface Shown {
  readonly slice: () => WovenSlice | undefined
  readonly places: () => Places
  readonly choice: () => SliceChoice | undefined
}

/** Only a pointer that rests chooses: on its way to somewhere else it crosses many. */
const restMs = 60

/** Listens to pointer and keyboard for a whole picture at once. */
export function listenToPicture(picture: HTMLElement, events: PictureEvents, shown: Shown): void {
  let wasChosen = false
  let timer = 0
  const choose = (choice: SliceChoice | undefined): void => {
    clearTimeout(timer)
    events.onChoose(choice)
  }
  const choiceAt = (target: EventTarget | null): SliceChoice | undefined => findChoice(target, shown.slice())
  picture.addEventListener('pointerover', ({ target, pointerType }) => {
    clearTimeout(timer)
    const choice = pointerType === 'mouse' ? choiceAt(target) : undefined
    if (choice !== undefined) timer = window.setTimeout(() => choose(choice), restMs)
  })
  picture.addEventListener('pointerleave', () => clearTimeout(timer))
  picture.addEventListener('pointerdown', ({ target, pointerType }) => {
    const choice = choiceAt(target)
    // Whoever cannot point without touching is told first.
    wasChosen = pointerType !== 'touch' || (choice?.kind === 'node' && isSameNode(choice, shown.choice()))
  })
  picture.addEventListener('focusin', ({ target }) => {
    const choice = choiceAt(target)
    if (choice?.kind !== 'node') return
    moveTabStop(picture, choice.node.id)
    choose(choice)
  })
  picture.addEventListener('click', ({ target }) => {
    const choice = choiceAt(target)
    if (choice === undefined) return
    if (choice.kind === 'node' && wasChosen && choice.node.id !== shown.slice()?.focus)
      events.onRecentre(choice.node.id)
    else choose(choice)
  })
  picture.addEventListener('keydown', (event) => {
    const at = choiceAt(event.target)
    const slice = shown.slice()
    if (at?.kind !== 'node' || slice === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const act = actOfKey(event, at.node.id, slice, shown)
    if (act === undefined) return
    event.preventDefault()
    if (act.does === 'recentre') events.onRecentre(act.id)
    else if (act.does === 'choose') choose(act.choice)
    else picture.querySelector<SVGGElement>(`.node[data-node="${CSS.escape(act.id)}"]`)?.focus({ preventScroll: true })
  })
}

type KeyAct =
  | { readonly does: 'go' | 'recentre'; readonly id: string }
  | { readonly does: 'choose'; readonly choice: SliceChoice | undefined }

/** What a key does at a node, or at the one of its lines that is chosen. */
function actOfKey(
  { key, shiftKey }: KeyboardEvent,
  id: string,
  slice: WovenSlice,
  { places, choice }: Shown,
): KeyAct | undefined {
  const ties = slice.tiesOf.get(id) ?? []
  const line = lineOf(ties, id, choice())
  const node = slice.nodeOf.get(id)
  if (key === 'Escape')
    return { does: 'choose', choice: line < 0 || node === undefined ? undefined : { kind: 'node', node } }
  if (key === 'Enter' || key === ' ') {
    const far = ties[line]?.other.id
    if (far !== undefined) return { does: 'go', id: far }
    return id === slice.focus ? { does: 'go', id } : { does: 'recentre', id }
  }
  if (shiftKey && isArrowKey(key)) {
    const step = key === 'ArrowRight' || key === 'ArrowDown' ? line + 1 : Math.max(line, 0) - 1
    const edge = ties.at(step % ties.length)?.edge
    return edge === undefined ? undefined : { does: 'choose', choice: { kind: 'edge', edge, from: id } }
  }
  const to = stepByKey(key, id, slice, places())
  return to === undefined ? undefined : { does: 'go', id: to }
}

/** Which of a node's lines is chosen; -1 for none. */
function lineOf(ties: readonly SliceTie[], id: string, choice: SliceChoice | undefined): number {
  return choice?.kind === 'edge' && choice.from === id ? ties.findIndex(({ edge }) => edge === choice.edge) : -1
}

function isSameNode(a: SliceChoice, b: SliceChoice | undefined): boolean {
  return a.kind === 'node' && b?.kind === 'node' && a.node.id === b.node.id
}

function findChoice(target: EventTarget | null, slice: WovenSlice | undefined): SliceChoice | undefined {
  const found = target instanceof Element ? target.closest('[data-node], [data-edge]') : null
  const node = slice?.nodeOf.get(found?.getAttribute('data-node') ?? '')
  if (node !== undefined) return { kind: 'node', node }
  const index = found?.getAttribute('data-edge') ?? null
  const edge = index === null ? undefined : slice?.edges[Number(index)]
  return edge === undefined ? undefined : { kind: 'edge', edge }
}

/** Arrows go to what lies there; Page Up and Page Down from the closest to the furthest; Home to the middle. */
function stepByKey(key: string, from: string, { nodes, focus }: WovenSlice, places: Places): string | undefined {
  if (isArrowKey(key)) return stepTowards(places, from, key)
  if (key === 'Home') return focus
  const at = nodes.findIndex(({ id }) => id === from)
  if (key === 'End') return nodes.at(-1)?.id
  if (key === 'PageDown') return nodes[(at + 1) % nodes.length]?.id
  if (key === 'PageUp') return nodes.at(at - 1)?.id
  return undefined
}

function moveTabStop(picture: HTMLElement, id: string): void {
  for (const node of picture.querySelectorAll('.node'))
    node.setAttribute('tabindex', node.getAttribute('data-node') === id ? '0' : '-1')
}
