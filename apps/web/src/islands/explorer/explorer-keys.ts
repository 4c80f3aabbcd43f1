import type { Direction } from '@bzpeer/explorer/graph'

export interface KeyActs {
  readonly move: (direction: Direction) => void
  readonly pan: (direction: Direction) => void
  readonly zoom: (factor: number) => void
  readonly fit: () => void
  readonly expand: () => void
  readonly pin: () => void
  readonly hide: () => void
  readonly focus: () => void
  readonly open: () => void
  readonly search: () => void
  readonly help: () => void
  readonly release: () => void
  readonly undo: () => void
  readonly redo: () => void
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

const zoomStep = 1.3

/** What a key does in the picture; undefined where it is none of the picture's. `readOnly` leaves those that change it out. */
export function actOfKey(event: KeyboardEvent, acts: KeyActs, readOnly: boolean): (() => void) | undefined {
  const direction = directions[event.key]
  if (event.altKey) return undefined
  if (event.ctrlKey || event.metaKey) return readOnly ? undefined : actOfChord(event, acts)
  if (direction !== undefined) return () => (event.shiftKey ? acts.pan : acts.move)(direction)
  const looking: Readonly<Record<string, () => void>> = {
    '+': () => acts.zoom(zoomStep),
    '=': () => acts.zoom(zoomStep),
    '-': () => acts.zoom(1 / zoomStep),
    0: acts.fit,
    Escape: acts.release,
    o: acts.open,
  }
  const changing: Readonly<Record<string, () => void>> = {
    Enter: acts.expand,
    ' ': acts.expand,
    p: acts.pin,
    h: acts.hide,
    Delete: acts.hide,
    f: acts.focus,
    '/': acts.search,
    '?': acts.help,
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return looking[key] ?? (readOnly ? undefined : changing[key])
}

/** Also where the picture has not the keyboard, unless a text is being written. */
export function actOfChord(event: KeyboardEvent, acts: Pick<KeyActs, 'undo' | 'redo'>): (() => void) | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined
  if (event.key.toLowerCase() === 'z') return event.shiftKey ? acts.redo : acts.undo
  return event.key.toLowerCase() === 'y' ? acts.redo : undefined
}
