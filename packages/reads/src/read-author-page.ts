import { findAuthorHead, readWorkCards, toProfile } from '@bzpeer/store'
import { toAffiliations, toAuthorSlice, toCollaborators } from './author-context.ts'
import { toClaimLinks } from './claims/present-claims.ts'
import type { AuthorPage } from './page-shapes.ts'
import {
  countIdentifiers,
  type ListCursor,
  toCountedTopics,
  toIdentifiers,
  toLink,
  toProvenance,
  toWorkCard,
} from './present.ts'
import type { ReadContext } from './read-context.ts'
import { readWorkList } from './read-work-list.ts'
import { toTrustHistory, trustOfAuthor } from './trust-of-author.ts'

const topicsShown = 8
const collaboratorsShown = 40

/** The researcher's page: two queries, whatever the author has written, and one more for what its owner shows first. @throws {MalformedCursorError} */
export async function readAuthorPage(
  context: ReadContext,
  id: number,
  cursor: ListCursor,
): Promise<AuthorPage | undefined> {
  const at = context.now()
  const [head, worksOf] = await Promise.all([
    findAuthorHead(context.db, id, { topics: topicsShown, collaborators: collaboratorsShown, closeAlone: true }, at),
    readWorkList(context, 'author_works', id, cursor),
  ])
  if (head === undefined) return undefined
  const affiliations = toAffiliations(head.institutions)
  const works = worksOf(head.works_count)
  const profile = toProfile(head.profile)
  const name = profile.preferredName ?? head.display_name
  const isFirstPage = cursor.after === null && cursor.before === null
  return {
    kind: 'author',
    ...toLink('author', id, name),
    recordName: head.display_name,
    description: profile.description ?? `${name} contributes to research discovery and scholarly infrastructure.`,
    role: profile.role ?? 'Researcher',
    affiliation: affiliations[0] ?? null,
    affiliations,
    affiliationsCount: head.institutions_count,
    openToCollaborate: profile.openToCollaborate,
    links: profile.links,
    hiddenParts: profile.hiddenParts,
    highlights: isFirstPage ? (await readWorkCards(context.db, profile.highlights)).map(toWorkCard) : [],
    ...trustOfAuthor(head, at),
    trustHistory: toTrustHistory(head.trust_history),
    claims: toClaimLinks(head.claims),
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
