import { type EntityKind, type EntityRef, formatId } from '@bzpeer/schema'
import type { GraphEdgeKind } from './graph-slice.ts'

/** What binds two entities, as far as one place of the record tells. The ends are public ids: `A123`. */
export interface GraphTie {
  readonly source: string
  readonly target: string
  readonly kind: GraphEdgeKind
  /** Works that make the tie. */
  readonly count: number
  readonly strength: number
  readonly firstYear: number | null
  readonly lastYear: number | null
  /** Works that show it, the latest first. */
  readonly workIds: readonly number[]
  /** What the record says of it beside that: `close`, `derived`, `stated`, a relationship, a place on a byline. */
  readonly note: string | null
}

export type TieFacts = Omit<GraphTie, 'source' | 'target' | 'kind'>

/** How many works show a tie at most. */
export const worksOfTie = 3

/** An edge leads from the earlier of these to the later; among two of a kind, from the smaller id. */
const order: Readonly<Record<EntityKind, number>> = { author: 0, work: 1, institution: 2, source: 3, topic: 4 }

/** The tie between two entities in its one direction. Two works are told by the one that cites, which comes first. */
export function toTie(from: EntityRef, to: EntityRef, facts: TieFacts): GraphTie {
  const kind = edgeKindBetween(from.kind, to.kind)
  const isTurned = kind !== 'cites' && (order[from.kind] - order[to.kind] || from.id - to.id) > 0
  const [source, target] = isTurned ? [to, from] : [from, to]
  return { source: formatId(source), target: formatId(target), kind, ...facts }
}

function edgeKindBetween(a: EntityKind, b: EntityKind): GraphEdgeKind {
  if (a === 'topic' || b === 'topic') return 'about'
  if (a === 'work' && b === 'work') return 'cites'
  if (a === 'author' && b === 'author') return 'coauthored'
  const isByline = (a === 'author' && b === 'work') || (a === 'work' && b === 'author')
  return isByline ? 'authored' : 'affiliated'
}

/**
 * One tie of each pair. Each place that tells of it sees some of its works (the stored lists all, what is read off the
 * latest works those), so the larger count and strength hold, and the years span all that were seen.
 */
export function mergeTies(ties: Iterable<GraphTie>): GraphTie[] {
  const merged: GraphTie[] = []
  const placesOf = new Map<string, Map<string, number>>()
  for (const tie of ties) {
    const places = placesOf.get(tie.source) ?? new Map<string, number>()
    const place = places.get(tie.target)
    const known = place === undefined ? undefined : merged[place]
    if (place !== undefined && known !== undefined) {
      merged[place] = joinTies(known, tie)
      continue
    }
    if (places.size === 0) placesOf.set(tie.source, places)
    places.set(tie.target, merged.push(tie) - 1)
  }
  return merged
}

function joinTies(a: GraphTie, b: GraphTie): GraphTie {
  return {
    ...a,
    count: Math.max(a.count, b.count),
    strength: Math.max(a.strength, b.strength),
    firstYear: extremeOf(Math.min, a.firstYear, b.firstYear),
    lastYear: extremeOf(Math.max, a.lastYear, b.lastYear),
    workIds: joinWorks(a.workIds, b.workIds),
    note: a.note ?? b.note,
  }
}

function joinWorks(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0 || a.length >= worksOfTie) return a
  return [...a, ...b.filter((id) => !a.includes(id))].slice(0, worksOfTie)
}

function extremeOf(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : choose(a, b)
}
