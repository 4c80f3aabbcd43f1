/** A part of the map, in pixels. */
export interface LabelBox {
  readonly key: string
  /** The middle of its upper edge. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Which labels can stand without covering a circle or each other: of two that would, the one that comes first. */
export function chooseLabels(labels: readonly LabelBox[], circles: readonly LabelBox[]): ReadonlySet<string> {
  const taken = [...circles]
  const chosen = new Set<string>()
  for (const label of labels) {
    if (taken.some((other) => overlap(label, other))) continue
    taken.push(label)
    chosen.add(label.key)
  }
  return chosen
}

function overlap(a: LabelBox, b: LabelBox): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 && a.y < b.y + b.height && b.y < a.y + a.height
}
