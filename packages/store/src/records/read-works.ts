import type { TopicMatch } from '@bzpeer/domain'
import type { BylineEntry, Identifier, StatedTopic, WorkLocation, WorkRecord } from '@bzpeer/schema'
import { kindCodeOf } from '@bzpeer/schema'
import type { Session } from '../session.ts'
import type { WorksTable } from '../tables.ts'

/** A work as it was written, to be written again. */
export interface StoredWork {
  readonly record: WorkRecord
  /** Empty where the source states topics. */
  readonly matches: readonly TopicMatch[]
}

type Topic = StatedTopic & { readonly is_derived: boolean }

interface WorkRow extends WorksTable {
  readonly byline: BylineEntry[]
  readonly more_locations: WorkLocation[]
  readonly topics: Topic[]
  readonly references: number[]
  readonly identifiers: Identifier[]
}

/** The works with these ids, whole: all that is stored for them alone. */
export async function readWorks(session: Session, workIds: readonly number[]): Promise<StoredWork[]> {
  const { rows } = await session.query<WorkRow>(
    `select w.*,
       ${list(
         'authorships',
         'position',
         `'authorId', author_id, 'rawName', raw_name, 'rawAffiliations', to_json(raw_affiliations),
         'institutionIds', to_json(institution_ids), 'isCorresponding', is_corresponding,
         'orcid', orcid`,
       )} as byline,
       ${list('work_locations', 'position', `'sourceId', source_id, 'landingPageUrl', landing_page_url, 'pdfUrl', pdf_url`)} as more_locations,
       ${list('work_topics', 'rank', `'id', topic_id, 'score', score, 'is_derived', is_derived`)} as topics,
       array(select cited_id from work_references r where r.work_id = w.id order by cited_id) as references,
       coalesce((select json_agg(json_build_object('scheme', scheme, 'value', value)) from identifiers
         where kind = ${kindCodeOf.work} and entity_id = w.id), '[]') as identifiers
     from works w where w.id = any($1::bigint[]) order by w.id`,
    [workIds],
  )
  return rows.map(toStoredWork)
}

function list(table: string, order: string, fields: string): string {
  return `coalesce((select json_agg(json_build_object(${fields}) order by ${order}) from ${table} where work_id = w.id), '[]')`
}

function toStoredWork(row: WorkRow): StoredWork {
  const derived = row.topics.filter((topic) => topic.is_derived)
  return {
    record: {
      kind: 'work',
      id: row.id,
      // The statements about the work stay as they are: only its facts are written again.
      source: '',
      updatedAt: null,
      contentHash: '',
      identifiers: row.identifiers,
      title: row.title,
      type: row.type,
      year: row.publication_year,
      date: row.publication_date,
      language: row.language,
      isOpenAccess: row.is_oa,
      isRetracted: row.is_retracted,
      volume: row.volume,
      issue: row.issue,
      firstPage: row.first_page,
      lastPage: row.last_page,
      keywords: row.keywords,
      abstract: row.abstract,
      byline: row.byline,
      locations: [
        { sourceId: row.source_id, landingPageUrl: row.landing_page_url, pdfUrl: row.pdf_url },
        ...row.more_locations,
      ],
      topics: row.topics.filter((topic) => !topic.is_derived).map(({ id, score }) => ({ id, score })),
      references: row.references,
      mentions: [],
    },
    matches: derived.map(({ id, score }) => ({ topicId: id, score: score ?? 0 })),
  }
}
