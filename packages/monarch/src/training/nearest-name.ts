/** The known name that a mistyped one is nearest to; undefined when none is near. */
export function findNearestName(typed: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(typed.length, name.length) / 2)
    .toSorted((a, b) => a.distance - b.distance)
  return nearest?.name
}

/** Levenshtein's: letters put in, left out or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const above = row
    row = [i + 1]
    for (const [j, other] of Array.from(b).entries()) {
      const changed = (above[j] ?? 0) + (letter === other ? 0 : 1)
      row.push(Math.min(changed, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1))
    }
  }
  return row.at(-1) ?? 0
}
