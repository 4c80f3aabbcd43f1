import type { Outcome } from './part.ts'

/** The lines at the end of a run; the last is for programs, and holds nothing but its two figures. */
export function summarise(outcomes: ReadonlyMap<string, Outcome>, seconds: number): string[] {
  const all = [...outcomes.values()]
  const unwell = [...outcomes].filter(([, { failed }]) => failed > 0).map(([name]) => name)
  const skipped = all.flatMap((outcome) => outcome.skipped)
  const lines = [`${seconds.toFixed(0)} s${unwell.length > 0 ? `; failed: ${unwell.join(', ')}` : ''}`]
  if (skipped.length > 0) lines.push(`${skipped.length} skipped: ${countEach(skipped).join('; ')}`)
  lines.push(`${total(all.map(({ passed }) => passed))} passed, ${total(all.map(({ failed }) => failed))} failed`)
  return lines
}

function countEach(reasons: readonly string[]): string[] {
  return [...Map.groupBy(reasons, (reason) => reason)].map(([reason, { length }]) => `${length} × ${reason}`)
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}
