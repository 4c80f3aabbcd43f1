import type { Places } from './spread-over.ts'

const directions = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
} as const satisfies Record<string, readonly [number, number]>

export type ArrowKey = keyof typeof directions

export function isArrowKey(key: string): key is ArrowKey {
  return Object.hasOwn(directions, key)
}

/**
 * The nearest node in the direction of an arrow key: one straight ahead is nearer than one aside. Where none lies there,
 * the one furthest the other way, so that every node is reached by going on.
 */
export function stepTowards(places: Places, from: string, key: ArrowKey): string | undefined {
  const at = places.get(from)
  if (at === undefined) return undefined
  const [dx, dy] = directions[key]
  const others = [...places].flatMap(([id, { x, y }]) => {
    if (id === from) return []
    const [ahead, aside] = [(x - at.x) * dx + (y - at.y) * dy, Math.abs((x - at.x) * dy) + Math.abs((y - at.y) * dx)]
    return [{ id, ahead, cost: ahead + 2.2 * aside }]
  })
  const inFront = others.filter(({ ahead, cost }) => ahead > 0 && cost < ahead * 4.2)
  const candidates = inFront.length > 0 ? inFront : others.filter(({ ahead }) => ahead > 0)
  if (candidates.length > 0) return leastBy(candidates, ({ cost }) => cost)
  return leastBy(others, ({ ahead }) => ahead)
}

function leastBy<Item extends { readonly id: string }>(
  items: readonly Item[],
  value: (item: Item) => number,
): string | undefined {
  return items.reduce<Item | undefined>(
    (least, item) => (least === undefined || value(item) < value(least) ? item : least),
    undefined,
  )?.id
}
