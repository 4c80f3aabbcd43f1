import { explainEvidence, findMergeObstacle, identityWeights, personSchemes, sameCorrectionKey } from '@bzpeer/domain'
import {
  type ComparedRow,
  countTogether,
  findPair,
  findSameProposal,
  type PairRow,
  readCompared,
  readCorrectedRecords,
} from '@bzpeer/store'
import { pathOf } from '@bzpeer/schema'
import { toInstant, toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import type { ComparedItem, ComparedRecord, Comparison } from './correction-shapes.ts'

/** Two records beside each other, in five queries; undefined where one of them is not there. */
export async function compareRecords(
  { db }: ReadContext,
  ids: readonly [number, number],
): Promise<Comparison | undefined> {
  const [authorId, intoId] = ids
  const [rows, pair, together, records, proposed] = await Promise.all([
    readCompared(db, ids),
    findPair(db, ids),
    countTogether(db, ids),
    readCorrectedRecords(db, ids, personSchemes),
    findSameProposal(db, sameCorrectionKey({ kind: 'merge', authorId, intoId })),
  ])
  const [a, b] = rows
  if (a === undefined || b === undefined) return undefined
  const [mergingA, mergingB] = records.map(({ id, is_hidden, owner_id, owner_orcids, identifiers }) => ({
    id,
    isHidden: is_hidden,
    ownerId: owner_id,
    ownerOrcids: owner_orcids,
    identifiers,
  }))
  return {
    records: [toCompared(a), toCompared(b)],
    aspects: aspects.map(({ name, itemsOf }) => toAspect(name, itemsOf(a), itemsOf(b))),
    together,
    obstacle: mergingA === undefined || mergingB === undefined ? undefined : findMergeObstacle(mergingA, mergingB),
    reasons: toReasons(pair),
    probability: pair === undefined || pair.evidence.length === 0 ? null : pair.probability,
    isOpen: pair?.status === 'open' || proposed !== undefined,
    distinct: toDistinct(pair),
  }
}

function toCompared(row: ComparedRow): ComparedRecord {
  return { ...toLink('author', row.id, row.display_name), isOwned: row.is_owned, worksCount: row.works_count }
}

function toDistinct(pair: PairRow | undefined): Comparison['distinct'] {
  if (pair?.status !== 'distinct' || pair.decided_at === null) return undefined
  return { at: toInstant(pair.decided_at.toISOString()), by: pair.decided_by_name ?? '' }
}

/** What any two such names start from says nothing about these two. */
function toReasons(pair: PairRow | undefined): Comparison['reasons'] {
  return explainEvidence(pair?.evidence ?? [], identityWeights)
    .filter(({ feature }) => feature !== 'any-two')
    .map(({ says, points }) => ({ says, points }))
}

const aspects: readonly { readonly name: string; readonly itemsOf: (row: ComparedRow) => ComparedItem[] }[] = [
  {
    name: 'Names',
    itemsOf: (row) => [...new Set([row.display_name, ...row.alternative_names])].map((text) => plain(text)),
  },
  {
    name: 'Identifiers',
    itemsOf: ({ identifiers }) => identifiers.map(([scheme, value, isShared]) => plain(`${scheme} ${value}`, isShared)),
  },
  {
    name: 'Affiliations',
    itemsOf: ({ institutions }) =>
      institutions.map(([id, name, first, last, isShared]) => ({
        text: `${name}${yearsBehind(first, last)}`,
        path: pathOf({ kind: 'institution', id }),
        isShared,
      })),
  },
  {
    name: 'Co-authors',
    itemsOf: ({ coauthors }) =>
      coauthors.map(([id, name, , isShared]) => ({ text: name, path: pathOf({ kind: 'author', id }), isShared })),
  },
  {
    name: 'Topics',
    itemsOf: ({ topics }) =>
      topics.map(([id, name, , isShared]) => ({ text: name, path: pathOf({ kind: 'topic', id }), isShared })),
  },
  {
    name: 'Years',
    itemsOf: ({ first_year: first, last_year: last }) =>
      first === null || last === null ? [] : [plain(first === last ? String(first) : `${first} to ${last}`)],
  },
  {
    name: 'Latest works',
    itemsOf: ({ works }) =>
      works.map(([id, title, year, rawName]) => ({
        text: `${title ?? 'Untitled'}${year === null ? '' : `, ${year}`}, as ${rawName}`,
        path: pathOf({ kind: 'work', id }),
        isShared: false,
      })),
  },
]

function plain(text: string, isShared = false): ComparedItem {
  return { text, path: null, isShared }
}

function yearsBehind(first: number | null, last: number | null): string {
  if (first === null || last === null) return ''
  return first === last ? `, ${first}` : `, ${first} to ${last}`
}

/** Names, years and works are read by whoever decides; of the others it is told whether the two have one in common. */
const judgedByEye = new Set(['Names', 'Years', 'Latest works'])

function toAspect(name: string, ofA: ComparedItem[], ofB: ComparedItem[]): Comparison['aspects'][number] {
  const isTold = !judgedByEye.has(name) && ofA.length > 0 && ofB.length > 0
  return { name, sides: [ofA, ofB], agrees: isTold ? ofA.some(({ isShared }) => isShared) : undefined }
}
