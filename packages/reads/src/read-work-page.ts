import { findWorkHead, listWorkCards, type WorkHeadRow } from '@bzpeer/store'
import { toWorkContext } from './page-contexts.ts'
import type { BylineSlot, WorkPage } from './page-shapes.ts'
import {
  countIdentifiers,
  toBylineName,
  toIdentifiers,
  toLink,
  toLinkOrNull,
  toProvenance,
  toTopics,
  toWorkCard,
} from './present.ts'
import type { ReadContext } from './read-context.ts'

const beginning = { after: null, before: null, limit: 10 }

export async function readWorkPage({ db }: ReadContext, id: number): Promise<WorkPage | undefined> {
  const [head, references, citedBy] = await Promise.all([
    findWorkHead(db, id),
    listWorkCards(db, { list: 'work_references', ownerId: id, ...beginning }),
    listWorkCards(db, { list: 'work_citations', ownerId: id, ...beginning }),
  ])
  if (head === undefined) return undefined
  const locations = toLocations(head)
  const page = {
    kind: 'work' as const,
    ...toLink('work', id, head.title),
    type: head.type,
    year: head.publication_year,
    date: head.publication_date,
    language: head.language,
    source: toLinkOrNull('source', head.source_id, head.source_name),
    abstract: head.abstract,
    isOpenAccess: head.is_oa,
    isRetracted: head.is_retracted,
    byline: toByline(head),
    bylineCount: head.byline_count,
    biblio: { volume: head.volume, issue: head.issue, firstPage: head.first_page, lastPage: head.last_page },
    locations,
    locationsCount: locations.length - (head.locations?.length ?? 0) + head.locations_count,
    identifiers: toIdentifiers(head.identifiers),
    identifiersCount: countIdentifiers(head.identifiers),
    topics: toTopics(head.topics),
    keywords: head.keywords,
    keywordsCount: head.keywords_count,
    references: references.map(toWorkCard),
    referencesCount: head.references_count,
    citedBy: citedBy.map(toWorkCard),
    citedByCount: head.cited_by,
    provenance: toProvenance(head.records),
  }
  return { ...page, context: toWorkContext(page, head) }
}

function toByline({ byline }: WorkHeadRow): BylineSlot[] {
  return (byline ?? []).map(([rawName, authorId, name, rawAffiliations, institutions, , rawAffiliationsCount]) => ({
    ...toBylineName(rawName, authorId, name),
    rawName,
    rawAffiliations,
    rawAffiliationsCount,
    institutions: (institutions ?? []).map(([institutionId, institution]) =>
      toLink('institution', institutionId, institution),
    ),
  }))
}

function toLocations(head: WorkHeadRow): WorkPage['locations'] {
  const rows = [
    [head.source_id, head.source_name, head.landing_page_url, head.pdf_url] as const,
    ...(head.locations ?? []),
  ]
  return rows
    .filter((row) => row.some((value) => value !== null))
    .map(([sourceId, source, landingPageUrl, pdfUrl]) => ({
      source: toLinkOrNull('source', sourceId, source),
      landingPageUrl,
      pdfUrl,
    }))
}
