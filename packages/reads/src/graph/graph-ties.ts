import { type GraphTie, type NeighbourOffer, toTie } from '@bzpeer/domain'
import { type EntityKind, type EntityRef, formatId } from '@bzpeer/schema'
import type { OwnedTieRow, TieRow } from '@bzpeer/store'

/** Rows about neighbours of entities of one kind, as ties. */
export function toTies(kind: EntityKind, rows: readonly TieRow[]): GraphTie[] {
  return rows.map((row) => toTieOf(kind, row))
}

/** The same where the rows say themselves which kind they are about. */
export function toOwnedTies(rows: readonly OwnedTieRow[]): GraphTie[] {
  return rows.map((row) => toTieOf(row.owner_kind, row))
}

function toTieOf(kind: EntityKind, row: TieRow): GraphTie {
  const owner: EntityRef = { kind, id: row.owner }
  const isCited = row.note === 'cited'
  return toTie(isCited ? row : owner, isCited ? owner : row, {
    count: row.count,
    strength: row.strength,
    firstYear: row.first_year,
    lastYear: row.last_year,
    workIds: row.works ?? [],
    note: row.note,
  })
}

/** What nodes offer as their neighbours, each at the other end of a tie; `carriedBy` gives a node's own score. */
export function offersOf(ties: readonly GraphTie[], carriedBy: ReadonlyMap<string, number>): NeighbourOffer[] {
  return ties.flatMap((tie) => {
    const { strength, lastYear } = tie
    const ends = [[tie.source, tie.target] as const, [tie.target, tie.source] as const]
    return ends.flatMap(([via, id]) => {
      const carried = carriedBy.get(via)
      return carried === undefined ? [] : [{ id, via, carried, strength, lastYear }]
    })
  })
}

export function idsByKind(refs: readonly EntityRef[]): Record<EntityKind, number[]> {
  const ids: Record<EntityKind, number[]> = { work: [], author: [], institution: [], topic: [], source: [] }
  for (const { kind, id } of refs) ids[kind].push(id)
  return ids
}

export function keyOf(ref: EntityRef): string {
  return formatId({ kind: ref.kind, id: ref.id })
}
