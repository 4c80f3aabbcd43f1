import { type GraphTie, mergeTies } from '@bzpeer/domain'
import { parseEntityRef } from '@bzpeer/schema'
import { type AuthorTie, listTieEvidence, type NodeFactsRow } from '@bzpeer/store'
import type { ReadContext } from '../read-context.ts'
import { keyOf, toTies } from './graph-ties.ts'

/** Of each author whose tie no work shows yet, the latest that are looked at. */
const worksRead = 100

/** The ties with works to show for those that have been counted, but of which none of the works looked at so far tells. */
export async function addEvidence(
  { db }: ReadContext,
  ties: readonly GraphTie[],
  facts: readonly NodeFactsRow[],
): Promise<GraphTie[]> {
  const worksOf = new Map(facts.map((row) => [keyOf(row), row.works_count ?? 0]))
  const bare = ties.filter(({ kind, count, workIds }) => kind !== 'cites' && count > 0 && workIds.length === 0)
  const asked = bare.flatMap((tie) => toAuthorTie(tie, worksOf))
  // What is shown is less than all: counts and strengths are kept where they are larger.
  const found = toTies('author', await listTieEvidence(db, asked, worksRead))
  const strengthOf = new Map(bare.map((tie) => [`${tie.source} ${tie.target}`, tie.strength]))
  const weighed = found.map((tie) => ({ ...tie, strength: strengthOf.get(`${tie.source} ${tie.target}`) ?? 0 }))
  return mergeTies([...ties, ...weighed])
}

/** Of two people, it is asked of the one with fewer works. */
function toAuthorTie({ source, target }: GraphTie, worksOf: ReadonlyMap<string, number>): AuthorTie[] {
  const isTurned = target.startsWith('A') && (worksOf.get(target) ?? 0) < (worksOf.get(source) ?? 0)
  const [author, other] = (isTurned ? [target, source] : [source, target]).map(parseEntityRef)
  if (author?.kind !== 'author' || other === undefined) return []
  return [{ author: author.id, kind: other.kind, id: other.id }]
}
