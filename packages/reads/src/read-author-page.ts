import {
  computeTrust,
  type Evidence,
  recordEvidence,
  type RecordFacts,
  type Trust,
  type Verification,
  verifyUnclaimed,
} from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import { type AuthorHeadRow, findAuthorHead } from '@bzpeer/store'
import { toAffiliations, toAuthorSlice, toCollaborators } from './author-context.ts'
import type { AuthorPage } from './page-shapes.ts'
import {
  countIdentifiers,
  type ListCursor,
  toCountedTopics,
  toIdentifiers,
  toInstant,
  toLink,
  toProvenance,
} from './present.ts'
import type { ReadContext } from './read-context.ts'
import { readWorkList } from './read-work-list.ts'

const topicsShown = 8
const collaboratorsShown = 40

/** The researcher's page: two queries, whatever the author has written. @throws {MalformedCursorError} */
export async function readAuthorPage(
  context: ReadContext,
  id: number,
  cursor: ListCursor,
): Promise<AuthorPage | undefined> {
  const [head, worksOf] = await Promise.all([
    findAuthorHead(context.db, id, { topics: topicsShown, collaborators: collaboratorsShown, closeAlone: true }),
    readWorkList(context, 'author_works', id, cursor),
  ])
  if (head === undefined) return undefined
  const affiliations = toAffiliations(head.institutions)
  const works = worksOf(head.works_count)
  return {
    kind: 'author',
    ...toLink('author', id, head.display_name),
    description: `${head.display_name} contributes to research discovery and scholarly infrastructure.`,
    role: 'Researcher',
    affiliation: affiliations[0] ?? null,
    affiliations,
    affiliationsCount: head.institutions_count,
    openToCollaborate: true,
    claimed: false,
    ...judge(head, context.now()),
    counts: {
      works: head.works_count,
      followers: 0,
      topics: head.topics_count,
      closeCollaborators: head.close_collaborators_count,
    },
    alternativeNames: head.alternative_names,
    alternativeNamesCount: head.alternative_names_count,
    identifiers: toIdentifiers(head.identifiers),
    identifiersCount: countIdentifiers(head.identifiers),
    topics: toCountedTopics(head.topics),
    closeCollaborators: toCollaborators(head.collaborators),
    works,
    context: toAuthorSlice(head, works),
    provenance: toProvenance(head.records),
  }
}

/** Level and score of a record that nobody has claimed, with the evidence for both. */
export function judge(
  head: AuthorHeadRow,
  at: Date,
): { verification: Verification; trust: Trust; evidence: Evidence[] } {
  const evidence = recordEvidence(factsOf(head, at))
  const verification = verifyUnclaimed(evidence, at)
  return { evidence, verification, trust: computeTrust({ evidence, at, claimed: false, level: verification.level }) }
}

function factsOf(head: AuthorHeadRow, at: Date): RecordFacts {
  const [source, observedAt] = head.records?.[0] ?? head.mentioned_in ?? ['this site', at.toISOString(), null]
  const [workId, scheme, value] = head.identified_work ?? []
  const [topicId] = head.topics?.[0] ?? []
  const [closeId] = head.collaborators?.find(([, , , , isClose]) => isClose) ?? []
  return {
    authorId: formatId({ kind: 'author', id: head.id }),
    source,
    observedAt: toInstant(observedAt),
    identifiedBy: workId === undefined ? null : `${scheme}:${value}`,
    topic: topicId === undefined ? null : pathOf({ kind: 'topic', id: topicId }),
    closeCollaborator: closeId === undefined ? null : pathOf({ kind: 'author', id: closeId }),
    ror: head.ror,
  }
}
