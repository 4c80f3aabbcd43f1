import type { Evidence } from '@bzpeer/domain'

/** Somebody's statement that works are the author's, which counts from one instant to another. */
export interface Confirmation {
  readonly statement: Evidence
  readonly workIds: readonly number[]
}

/**
 * How many works have support besides those that the record itself says, as evidence whose latest piece is the count at
 * any instant: at each at which a confirmation comes or ends, a piece says how many there are until the next. Each work
 * counts once, whoever confirms it. Where nobody confirms any more, what the record says stands again.
 * @param record the count that the record shows by itself; confirmations count from then on at the earliest.
 */
export function countSupported(record: Evidence, confirmations: readonly Confirmation[]): Evidence[] {
  const { supported = 0, total = 0 } = record
  const changes = changesOf(confirmations, Date.parse(record.observed_at))
  const standing = new Set<Confirmation>()
  const voices = new Map<number, number>()
  return changes.flatMap(({ at, come, end }, index): Evidence[] => {
    for (const each of come) count(voices, each, 1)
    for (const each of come) standing.add(each)
    for (const each of end) count(voices, each, -1)
    for (const each of end) standing.delete(each)
    const latest = [...standing].at(-1)
    if (latest === undefined) return []
    const { kind, issuer, source } = latest.statement
    const until = changes[index + 1]?.at
    return [
      {
        kind,
        issuer,
        source,
        observed_at: toInstant(at),
        expires_at: until === undefined ? null : toInstant(until),
        supported: Math.min(supported + voices.size, total),
        total,
      },
    ]
  })
}

interface Change {
  /** In ms since 1970. */
  readonly at: number
  readonly come: readonly Confirmation[]
  readonly end: readonly Confirmation[]
}

/** In the order of time; of confirmations that come at once, whoever's word sorts last is the latest, in whatever order they are read. */
function changesOf(confirmations: readonly Confirmation[], earliest: number): Change[] {
  const spans = confirmations
    .map((each) => ({ each, ...spanOf(each), order: JSON.stringify(each.statement) }))
    .filter(({ from, until }) => Math.max(from, earliest) < until)
    .toSorted((a, b) => a.from - b.from || (a.order < b.order ? -1 : 1))
  const instants = spans.flatMap(({ from, until }) => [Math.max(from, earliest), until]).filter(Number.isFinite)
  const come = Map.groupBy(spans, ({ from }) => Math.max(from, earliest))
  const end = Map.groupBy(spans, ({ until }) => until)
  return [...new Set(instants)]
    .toSorted((a, b) => a - b)
    .map((at) => ({
      at,
      come: (come.get(at) ?? []).map(({ each }) => each),
      end: (end.get(at) ?? []).map(({ each }) => each),
    }))
}

function spanOf({ statement }: Confirmation): { readonly from: number; readonly until: number } {
  const ends = [statement.expires_at, statement.revoked_at].flatMap((end) =>
    end === null || end === undefined ? [] : [Date.parse(end)],
  )
  return { from: Date.parse(statement.observed_at), until: Math.min(...ends) }
}

function count(voices: Map<number, number>, { workIds }: Confirmation, by: 1 | -1): void {
  for (const id of workIds) {
    const left = (voices.get(id) ?? 0) + by
    if (left === 0) voices.delete(id)
    else voices.set(id, left)
  }
}

/** In UTC, with milliseconds where there are any. */
function toInstant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
