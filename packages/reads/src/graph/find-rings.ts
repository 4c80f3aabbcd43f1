import {
  chooseNeighbours,
  type ChosenNeighbour,
  type GraphTie,
  mergeTies,
  type NeighbourOffer,
  scorePassedOn,
} from '@bzpeer/domain'
import { parseEntityRef } from '@bzpeer/schema'
import {
  countNeighbours,
  listTies,
  listTiesOfAll,
  type NeighbourCounts,
  type NodeFactsRow,
  type OwnedTieRow,
  readNodeFacts,
} from '@bzpeer/store'
import type { ReadContext } from '../read-context.ts'
import { countNeighboursOf } from './count-total.ts'
import type { GraphQuery } from './graph-query.ts'
import { idsByKind, keyOf, offersOf, toOwnedTies, toTies } from './graph-ties.ts'

/** Around the focus: more of each kind than a slice has room for, so that there is a choice. */
const aroundFocus = { fan: 160, recent: 150, names: 40 }
/** Of the first ring so many are looked beyond, and around each of them so far: where they are few, farther. */
const beyond = {
  neighbours: 20,
  around: { fan: 15, recent: 8, names: 40 },
  few: 10,
  aroundFew: { fan: 24, recent: 12, names: 40 },
} as const

export interface Ring {
  /** The best first, as many as the slice has room for. */
  readonly chosen: readonly ChosenNeighbour[]
  readonly ties: readonly GraphTie[]
  /** Public ids of all that were to choose from. */
  readonly offered: ReadonlySet<string>
  /** How many there are, those that were not read included, and not those of the ring before. */
  readonly total: number
  /** There may be more than `total` counts. */
  readonly isPartial: boolean
  /** Of the entities whose surroundings were read to find it, as far as they are known by then. */
  readonly facts: readonly NodeFactsRow[]
}

/** What surrounds the focus; undefined where there is no such entity. */
export async function findFirstRing({ db }: ReadContext, query: GraphQuery): Promise<Ring | undefined> {
  const { focus, kinds } = query
  const [counts, rows] = await Promise.all([
    countNeighbours(db, focus),
    listTies(db, focus.kind, [focus.id], { ...aroundFocus, kinds }),
  ])
  if (counts === undefined) return undefined
  const ties = mergeTies(toTies(focus.kind, rows))
  const offers = offersOf(ties, new Map([[keyOf(focus), 1]]))
  const offered = new Set(offers.map(({ id }) => id))
  return {
    chosen: chooseNeighbours(offers, query.limit - 1),
    ties,
    offered,
    total: countNeighboursOf(offered, counts, kinds, aroundFocus.recent),
    isPartial: hasOlderWorks(query, counts),
    facts: [],
  }
}

/** Whom and what institutions, topics and sources deal with is read off their latest works alone. */
function hasOlderWorks({ focus, kinds }: GraphQuery, counts: NeighbourCounts): boolean {
  const isRead = focus.kind === 'author' ? kinds.includes('source') : focus.kind !== 'work'
  return isRead && (counts.work ?? 0) > aroundFocus.recent
}

export interface SecondRing extends Omit<Ring, 'chosen'> {
  readonly offers: readonly NeighbourOffer[]
}

/** What surrounds the best of `near`, the chosen part of the first ring: offers that are neither in it nor the focus. */
export async function findSecondRing(
  { db }: ReadContext,
  { focus, kinds }: GraphQuery,
  first: Ring,
  near: readonly ChosenNeighbour[],
): Promise<SecondRing> {
  const expanded = near.slice(0, beyond.neighbours)
  const around = expanded.length > beyond.few ? beyond.around : beyond.aroundFew
  const ids = idsByKind(expanded.map(({ id }) => parseEntityRef(id)))
  const [facts, found] = await Promise.all([readNodeFacts(db, ids), listTiesOfAll(db, ids, { ...around, kinds })])
  const ties = mergeTies(toOwnedTies(found))
  const inside = new Set([keyOf(focus), ...near.map(({ id }) => id)])
  const sizes = new Map(facts.map((row) => [keyOf(row), row.works_count ?? row.cited_by_count ?? 0]))
  const carried = new Map(expanded.map(({ id, score }) => [id, scorePassedOn(score, sizes.get(id) ?? 0)]))
  const offers = offersOf(ties, carried).filter(({ id }) => !inside.has(id))
  const offered = new Set(offers.map(({ id }) => id))
  return {
    offers,
    ties,
    facts,
    offered,
    total: [...offered].filter((id) => !first.offered.has(id)).length,
    isPartial: first.offered.size > expanded.length || isCut(found, around),
  }
}

/** Some neighbour has as many of a kind as are read. */
function isCut(
  rows: readonly OwnedTieRow[],
  { fan, recent }: { readonly fan: number; readonly recent: number },
): boolean {
  const lists = Map.groupBy(rows, ({ owner_kind, owner, kind }) => `${owner_kind} ${owner} ${kind}`)
  return [...lists.values()].some((list) => list.length >= (list[0]?.kind === 'work' ? Math.min(fan, recent) : fan))
}
