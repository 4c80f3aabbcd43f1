import type { Frame, Places, Point } from './spread-over.ts'

/** A node that would like its name beside it, in pixels. */
export interface LabelWish {
  readonly id: string
  readonly width: number
  readonly radius: number
}

/** Where the text begins (`start`), ends or has its middle; `y` is its baseline. */
export interface LabelPlace extends Point {
  readonly anchor: 'start' | 'middle' | 'end'
  /** It covers something: shown only where it is needed, or asked for. */
  readonly isCovering: boolean
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const between = 5
const ascent = 11
const descent = 4

/**
 * A place for each label, within the frame. Those wished first choose first, where they touch neither another label nor
 * a node; who finds no such place covers as little as it can, and is to be shown only when pointed at.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  places: Places,
  radiusOf: (id: string) => number,
  frame: Frame,
): Map<string, LabelPlace> {
  const taken = [...places].map(([id, { x, y }]) => boxAround(x, y, radiusOf(id) + 1))
  const labels = new Map<string, LabelPlace>()
  for (const wish of wishes) {
    const at = places.get(wish.id)
    if (at === undefined) continue
    const choices = choicesOf(at, wish, wish === wishes[0]).map((place) => ({ place, box: boxOf(place, wish.width) }))
    const inside = choices.filter(({ box }) => isInside(box, frame))
    const free = inside.find(({ box }) => !taken.some((other) => touches(box, other)))
    const chosen = free ?? leastCovered(inside, taken)
    if (chosen === undefined) continue
    labels.set(wish.id, { ...chosen.place, isCovering: free === undefined })
    if (free !== undefined || wish === wishes[0]) taken.push(chosen.box)
  }
  return labels
}

/** To the right, to the left, below, above; for the first, which has room there, below before all. */
function choicesOf({ x, y }: Point, { radius }: LabelWish, isFirst: boolean): LabelPlace[] {
  const beside = y + (ascent - descent) / 2
  const below: LabelPlace = { x, y: y + radius + between + ascent, anchor: 'middle', isCovering: false }
  return [
    ...(isFirst ? [below] : []),
    { x: x + radius + between, y: beside, anchor: 'start', isCovering: false },
    { x: x - radius - between, y: beside, anchor: 'end', isCovering: false },
    below,
    { x, y: y - radius - between - descent, anchor: 'middle', isCovering: false },
  ]
}

function boxOf({ x, y, anchor }: LabelPlace, width: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
  return { left, right: left + width, top: y - ascent, bottom: y + descent }
}

interface Choice {
  readonly place: LabelPlace
  readonly box: Box
}

function leastCovered(choices: readonly Choice[], taken: readonly Box[]): Choice | undefined {
  const counted = choices.map((choice) => ({
    choice,
    count: taken.filter((other) => touches(choice.box, other)).length,
  }))
  return counted.toSorted((a, b) => a.count - b.count)[0]?.choice
}

function boxAround(x: number, y: number, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }
}

function isInside({ left, right, top, bottom }: Box, { width, height }: Frame): boolean {
  return left >= 4 - width / 2 && right <= width / 2 - 4 && top >= 2 - height / 2 && bottom <= height / 2 - 2
}

function touches(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

const segmenter = new Intl.Segmenter('en')

/** A name cut to a length in characters as readers count them. */
export function shorten(text: string, most: number): string {
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment)
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
