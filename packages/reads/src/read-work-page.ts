import { findWorkHead, listReferences, listWorkCards, type WorkHeadRow } from '@bzpeer/store'
import type { BylineSlot, WorkPage } from './page-shapes.ts'
import { toBylineName, toIdentifiers, toLink, toLinkOrNull, toProvenance, toTopics, toWorkCard } from './present.ts'
import type { ReadContext } from './read-context.ts'

const cardsShown = 10

export async function readWorkPage({ db }: ReadContext, id: number): Promise<WorkPage | undefined> {
  const [head, references, citedBy] = await Promise.all([
    findWorkHead(db, id),
    listReferences(db, id, cardsShown),
    listWorkCards(db, { list: 'work_citations', ownerId: id, after: null, before: null, limit: cardsShown }),
  ])
  if (head === undefined) return undefined
  return {
    kind: 'work',
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
    locations: toLocations(head),
    identifiers: toIdentifiers(head.identifiers),
    topics: toTopics(head.topics),
    keywords: head.keywords,
    references: references.map(toWorkCard),
    referencesCount: head.references_count,
    citedBy: citedBy.map(toWorkCard),
    citedByCount: head.cited_by,
    provenance: toProvenance(head.records),
  }
}

function toByline({ byline }: WorkHeadRow): BylineSlot[] {
  return (byline ?? []).map(([rawName, authorId, name, rawAffiliations, institutions]) => ({
    ...toBylineName(rawName, authorId, name),
    rawName,
    rawAffiliations,
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
