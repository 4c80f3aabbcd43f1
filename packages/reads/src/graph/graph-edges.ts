import type { GraphEdge, GraphTie, GraphWork } from '@bzpeer/domain'
import { listTitles, type NodeFactsRow, type TitleRow } from '@bzpeer/store'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import { reasonOfEdge } from './edge-reasons.ts'

/** Ties as edges, with the titles of the works that show them; those among the nodes are known. */
export async function readEdges(
  context: ReadContext,
  ties: readonly GraphTie[],
  facts: readonly NodeFactsRow[],
): Promise<GraphEdge[]> {
  const worksOf = await readWorks(context, ties, facts)
  return ties.map((tie) => toEdge(tie, worksOf))
}

async function readWorks(
  { db }: ReadContext,
  ties: readonly GraphTie[],
  facts: readonly NodeFactsRow[],
): Promise<ReadonlyMap<number, GraphWork>> {
  const known = facts.flatMap(({ kind, id, label, year }) => (kind === 'work' ? [{ id, title: label, year }] : []))
  const knownIds = new Set(known.map(({ id }) => id))
  const missing = new Set(ties.flatMap(({ workIds }) => workIds.filter((id) => !knownIds.has(id))))
  return new Map([...known, ...(await listTitles(db, [...missing]))].map((row) => [row.id, toGraphWork(row)]))
}

function toGraphWork({ id, title, year }: TitleRow): GraphWork {
  const { id: workId, name } = toLink('work', id, title)
  return { id: workId, title: name, year }
}

function toEdge(tie: GraphTie, worksOf: ReadonlyMap<number, GraphWork>): GraphEdge {
  const { source, target, kind, strength, count, firstYear, lastYear } = tie
  const works = tie.workIds.flatMap((id) => worksOf.get(id) ?? [])
  const years = firstYear === null || lastYear === null ? null : ([firstYear, lastYear] as const)
  return { source, target, kind, weight: strength, reason: reasonOfEdge(tie), works, count, years }
}
