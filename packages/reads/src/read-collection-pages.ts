import { type CollectionColumns, findInstitutionHead, findSourceHead, findTopicHead } from '@bzpeer/store'
import { toInstitutionContext, toSourceContext, toTopicContext } from './page-contexts.ts'
import type { InstitutionPage, Person, SourcePage, TopicPage } from './page-shapes.ts'
import { countIdentifiers, type ListCursor, toCountedTopics, toIdentifiers, toLink, toProvenance } from './present.ts'
import type { ReadContext } from './read-context.ts'
import { readWorkList } from './read-work-list.ts'

/** @throws {MalformedCursorError} */
export async function readInstitutionPage(
  context: ReadContext,
  id: number,
  cursor: ListCursor,
): Promise<InstitutionPage | undefined> {
  const [head, worksOf] = await Promise.all([
    findInstitutionHead(context.db, id),
    readWorkList(context, 'institution_works', id, cursor),
  ])
  if (head === undefined) return undefined
  const page = {
    kind: 'institution' as const,
    ...toLink('institution', id, head.display_name),
    ...collectionOf(head),
    works: worksOf(head.works_count),
    type: head.type,
    ror: head.ror,
    homepageUrl: head.homepage_url,
    place: {
      city: head.city,
      region: head.region,
      country: head.country,
      countryCode: head.country_code,
      latitude: head.latitude,
      longitude: head.longitude,
    },
    peopleCount: head.people_count,
    topics: toCountedTopics(head.topics),
    related: (head.related ?? []).map(([relatedId, name, relationship]) => ({
      ...toLink('institution', relatedId, name),
      relationship,
    })),
  }
  return { ...page, context: toInstitutionContext(page) }
}

/** @throws {MalformedCursorError} */
export async function readTopicPage(
  context: ReadContext,
  id: number,
  cursor: ListCursor,
): Promise<TopicPage | undefined> {
  const [head, worksOf] = await Promise.all([
    findTopicHead(context.db, id),
    readWorkList(context, 'topic_works', id, cursor),
  ])
  if (head === undefined) return undefined
  const page = {
    kind: 'topic' as const,
    ...toLink('topic', id, head.display_name),
    ...collectionOf(head),
    works: worksOf(head.works_count),
    description: head.description,
    subfield: head.subfield,
    field: head.field,
    domain: head.domain,
    siblings: (head.siblings ?? []).map(([siblingId, name, works]) => ({ ...toLink('topic', siblingId, name), works })),
  }
  return { ...page, context: toTopicContext(page) }
}

/** @throws {MalformedCursorError} */
export async function readSourcePage(
  context: ReadContext,
  id: number,
  cursor: ListCursor,
): Promise<SourcePage | undefined> {
  const [head, worksOf] = await Promise.all([
    findSourceHead(context.db, id),
    readWorkList(context, 'source_works', id, cursor),
  ])
  if (head === undefined) return undefined
  const page = {
    kind: 'source' as const,
    ...toLink('source', id, head.display_name),
    ...collectionOf(head),
    works: worksOf(head.works_count),
    type: head.type,
    abbreviatedTitle: head.abbreviated_title,
    homepageUrl: head.homepage_url,
    hostOrganization: head.host_organization,
    topics: toCountedTopics(head.topics),
  }
  return { ...page, context: toSourceContext(page) }
}

function collectionOf(head: CollectionColumns) {
  return {
    alternativeNames: head.alternative_names,
    alternativeNamesCount: head.alternative_names_count,
    identifiers: toIdentifiers(head.identifiers),
    identifiersCount: countIdentifiers(head.identifiers),
    people: (head.people ?? []).map(([id, name, works]): Person => ({ ...toLink('author', id, name), works })),
    provenance: toProvenance(head.records),
  }
}
