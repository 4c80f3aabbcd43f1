import { toTrustJson } from '@bzpeer/domain'
import { formatId, pathOf, resolverUrl } from '@bzpeer/schema'
import {
  type AuthorHeadRow,
  findAuthorHead,
  findWorkHead,
  listReferenceIds,
  listStatedAffiliations,
  type ProvenanceRow,
  type StatedAffiliationRow,
  toProfile,
  type WorkHeadRow,
} from '@bzpeer/store'
import type { IdentifierLink } from './page-shapes.ts'
import { countIdentifiers, toIdentifiers, toInstant, toLink } from './present.ts'
import type { ReadContext } from './read-context.ts'
import { toTrustHistory, trustOfAuthor } from './trust-of-author.ts'

const listShown = 50

/** `/api/authors/{id}`: OpenAlex's shape with ids under `origin`, and one object `bzpeer` for what is ours. */
export async function readAuthorJson(
  { db, now }: ReadContext,
  id: number,
  origin: string,
): Promise<object | undefined> {
  const at = now()
  const [head, stated] = await Promise.all([
    findAuthorHead(db, id, { topics: listShown, collaborators: 1, closeAlone: true }, at),
    listStatedAffiliations(db, id),
  ])
  if (head === undefined) return undefined
  const { claimed, verification, trust, dispute } = trustOfAuthor(head, at)
  const profile = toProfile(head.profile)
  const url = `${origin}${pathOf({ kind: 'author', id })}`
  const identifiers = toIdentifiers(head.identifiers)
  const affiliations = toAffiliations(head.institutions, stated, origin)
  return {
    id: url,
    orcid: identifiers.find(({ scheme }) => scheme === 'orcid')?.url ?? null,
    display_name: head.display_name,
    display_name_alternatives: head.alternative_names,
    works_count: head.works_count,
    ids: toIds(url, identifiers),
    affiliations: affiliations.map(({ institution, years }) => ({ institution, years })),
    last_known_institutions: lastKnownOf(affiliations).map(({ institution }) => institution),
    topics: (head.topics ?? []).map(([topicId, name, count, derived]) => ({
      id: `${origin}${pathOf({ kind: 'topic', id: topicId })}`,
      display_name: name,
      count,
      bzpeer: { derived },
    })),
    bzpeer: {
      claimed,
      open_to_collaborate: profile.openToCollaborate,
      /** What the owner says; null where nobody owns the record. */
      profile: claimed
        ? {
            preferred_name: profile.preferredName,
            description: profile.description,
            role: profile.role,
            links: profile.links,
            highlights: profile.highlights.map((workId) => `${origin}${pathOf({ kind: 'work', id: workId })}`),
          }
        : null,
      verification,
      trust: toTrustJson(trust),
      disputed: dispute,
      trust_history: toTrustHistory(head.trust_history),
      /** What trust is computed from, for whoever computes it again. */
      evidence: `${origin}/api${pathOf({ kind: 'author', id })}/evidence`,
      counts: {
        works: head.works_count,
        followers: 0,
        topics: head.topics_count,
        close_collaborators: head.close_collaborators_count,
      },
      // Of lists that may be of any length the first entries are given: here is how many there are.
      display_name_alternatives_count: head.alternative_names_count,
      ids_count: countIdentifiers(head.identifiers),
      affiliations_count: head.institutions_count,
      provenance: provenanceOf(head.records),
    },
  }
}

/** One of each scheme, the first where a record has several: the same that stands in a field of its own. */
function toIds(url: string, identifiers: readonly IdentifierLink[]): Record<string, string> {
  const firstOfEach = identifiers.toReversed().map(({ scheme, value, url: at }) => [scheme, at ?? value] as const)
  return { bzpeer: url, ...Object.fromEntries(firstOfEach) }
}

interface AffiliationJson {
  readonly institution: object
  /** Newest first: those that the author's record states, and the first and the last of the bylines. */
  readonly years: readonly number[]
  readonly isLastKnown: boolean
}

function toAffiliations(
  rows: AuthorHeadRow['institutions'],
  stated: readonly StatedAffiliationRow[],
  origin: string,
): AffiliationJson[] {
  const statedOf = new Map(stated.map((row) => [row.institution_id, row]))
  return (rows ?? []).map(([id, name, ror, country, first, last]) => {
    const known = statedOf.get(id)
    const years = new Set([...(known?.years ?? []), first, last].filter((year) => year !== null))
    return {
      institution: toInstitution(origin, id, name, ror, country),
      years: [...years].toSorted((a, b) => b - a),
      isLastKnown: known?.is_last_known ?? false,
    }
  })
}

/** Those that the author's record states to be; where it states none, those of the most recent year. */
function lastKnownOf(affiliations: readonly AffiliationJson[]): readonly AffiliationJson[] {
  const stated = affiliations.filter(({ isLastKnown }) => isLastKnown)
  if (stated.length > 0) return stated
  const mostRecent = Math.max(...affiliations.map(({ years }) => years[0] ?? 0))
  return affiliations.filter(({ years }) => years[0] === mostRecent)
}

/**
 * `/api/works/{id}`: OpenAlex's shape with ids under `origin`, and one object `bzpeer` for what is ours. Of a byline
 * it has the first 100 names, and says so as OpenAlex does: https://docs.openalex.org/api-entities/works/work-object
 */
export async function readWorkJson({ db }: ReadContext, id: number, origin: string): Promise<object | undefined> {
  const [head, references] = await Promise.all([findWorkHead(db, id), listReferenceIds(db, id)])
  if (head === undefined) return undefined
  const url = `${origin}${pathOf({ kind: 'work', id })}`
  const identifiers = toIdentifiers(head.identifiers)
  const locations = toLocations(head, origin)
  return {
    id: url,
    doi: identifiers.find(({ scheme }) => scheme === 'doi')?.url ?? null,
    title: head.title,
    display_name: head.title,
    publication_year: head.publication_year,
    publication_date: head.publication_date,
    language: head.language,
    type: head.type,
    ids: toIds(url, identifiers),
    primary_location: locations[0] ?? null,
    locations,
    open_access: { is_oa: head.is_oa },
    authorships: toAuthorships(head, origin),
    is_authors_truncated: head.byline_count > (head.byline?.length ?? 0),
    biblio: { volume: head.volume, issue: head.issue, first_page: head.first_page, last_page: head.last_page },
    is_retracted: head.is_retracted,
    topics: (head.topics ?? []).map(([topicId, name, score, derived]) => ({
      id: `${origin}${pathOf({ kind: 'topic', id: topicId })}`,
      display_name: name,
      score,
      bzpeer: { derived },
    })),
    keywords: head.keywords.map((keyword) => ({ display_name: keyword })),
    abstract_inverted_index: head.abstract === null ? null : invert(head.abstract),
    referenced_works_count: head.references_count,
    referenced_works: references.map((cited) => `${origin}${pathOf({ kind: 'work', id: cited })}`),
    cited_by_count: head.cited_by,
    bzpeer: {
      id: formatId({ kind: 'work', id }),
      authors_count: head.byline_count,
      /** Page by page, the whole byline. */
      byline: `${url}/byline`,
      keywords_count: head.keywords_count,
      locations_count: locations.length - (head.locations?.length ?? 0) + head.locations_count,
      ids_count: countIdentifiers(head.identifiers),
      provenance: provenanceOf(head.records),
    },
  }
}

function toAuthorships({ byline, byline_count }: WorkHeadRow, origin: string): object[] {
  return (byline ?? []).map((slot, index) => {
    const [rawName, authorId, name, rawAffiliations, institutions, isCorresponding, ...counted] = slot
    const [rawCount, institutionsCount, orcid] = counted
    const isCut = rawCount > rawAffiliations.length || institutionsCount > (institutions?.length ?? 0)
    return {
      author_position: index === 0 ? 'first' : index === byline_count - 1 ? 'last' : 'middle',
      author: {
        id: authorId === null ? null : `${origin}${toLink('author', authorId, name).path}`,
        display_name: name ?? rawName,
        orcid: orcid === null ? null : resolverUrl({ scheme: 'orcid', value: orcid }),
      },
      raw_author_name: rawName,
      raw_affiliation_strings: rawAffiliations,
      institutions: (institutions ?? []).map(([id, institution]) => ({
        id: `${origin}${pathOf({ kind: 'institution', id })}`,
        display_name: institution,
      })),
      is_corresponding: isCorresponding,
      ...(isCut ? { bzpeer: { raw_affiliations_count: rawCount, institutions_count: institutionsCount } } : {}),
    }
  })
}

function toLocations(head: WorkHeadRow, origin: string): object[] {
  const rows = [
    [head.source_id, head.source_name, head.landing_page_url, head.pdf_url] as const,
    ...(head.locations ?? []),
  ]
  return rows
    .filter((row) => row.some((value) => value !== null))
    .map(([sourceId, source, landingPageUrl, pdfUrl]) => ({
      source:
        sourceId === null ? null : { id: `${origin}${pathOf({ kind: 'source', id: sourceId })}`, display_name: source },
      landing_page_url: landingPageUrl,
      pdf_url: pdfUrl,
    }))
}

function toInstitution(origin: string, id: number, name: string, ror: string | null, country: string | null): object {
  return {
    id: `${origin}${pathOf({ kind: 'institution', id })}`,
    display_name: name,
    ror: ror === null ? null : `https://ror.org/${ror}`,
    country_code: country,
  }
}

function provenanceOf(rows: readonly ProvenanceRow[] | null): object[] {
  return (rows ?? []).map(([source, observedAt, updatedAt]) => ({
    source,
    observed_at: toInstant(observedAt),
    updated_at: updatedAt === null ? null : toInstant(updatedAt),
  }))
}

/** Each word with its places, as OpenAlex gives abstracts. */
function invert(abstract: string): Record<string, number[]> {
  const places = Map.groupBy(abstract.split(/\s+/).entries(), ([, word]) => word)
  return Object.fromEntries([...places].map(([word, entries]) => [word, entries.map(([place]) => place)]))
}
