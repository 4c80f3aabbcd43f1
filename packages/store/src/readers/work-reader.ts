import { kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import { shownOfAny, statementColumns, type StatementColumns } from './entity-reader.ts'

export interface WorkHeadRow extends StatementColumns {
  readonly id: number
  readonly title: string | null
  readonly type: string
  readonly publication_year: number | null
  readonly publication_date: string | null
  readonly language: string | null
  readonly source_id: number | null
  readonly source_name: string | null
  readonly landing_page_url: string | null
  readonly pdf_url: string | null
  readonly is_oa: boolean | null
  readonly is_retracted: boolean
  readonly volume: string | null
  readonly issue: string | null
  readonly first_page: string | null
  readonly last_page: string | null
  /** The first of `keywords_count`. */
  readonly keywords: string[]
  readonly keywords_count: number
  readonly abstract: string | null
  readonly byline_count: number
  readonly references_count: number
  readonly cited_by: number
  readonly byline: readonly BylineRow[] | null
  /** Id, name, score, derived. */
  readonly topics: readonly [number, string, number | null, boolean][] | null
  /** The first of `locations_count`: source id and name, landing page, PDF; the primary location is not among them. */
  readonly locations: readonly [number | null, string | null, string | null, string | null][] | null
  readonly locations_count: number
}

/** One slot of a byline. Of affiliations and institutions it holds the first, and how many there are. */
type BylineRow = readonly [
  rawName: string,
  authorId: number | null,
  name: string | null,
  rawAffiliations: string[],
  institutions: readonly [number, string][] | null,
  isCorresponding: boolean | null,
  rawAffiliationsCount: number,
  institutionsCount: number,
  orcid: string | null,
]

const bylineShown = 100
/** Of one name's affiliations. */
const affiliationsShown = 8
const affiliationCharacters = 500

/** {@link BylineRow} of the slot `a`, whose author is `p`; of one who is hidden what was printed stays, and nothing else. */
const slot = sql`json_build_array(a.raw_name, p.id, p.display_name,
  array(select left(text, ${sql.lit(affiliationCharacters)}) from unnest(a.raw_affiliations[1:${sql.lit(affiliationsShown)}])
    with ordinality as stated (text, place) order by place),
  (select json_agg(json_build_array(o.id, o.display_name) order by array_position(a.institution_ids, o.id))
     from institutions o where o.id = any(a.institution_ids[1:${sql.lit(affiliationsShown)}])),
  a.is_corresponding, cardinality(a.raw_affiliations), cardinality(a.institution_ids),
  case when ${isShown('author', sql`a.author_id`)} then a.orcid end)`

export async function findWorkHead(db: Kysely<Tables>, id: number): Promise<WorkHeadRow | undefined> {
  const { rows } = await sql<WorkHeadRow>`
    select e.id, e.title, e.type, e.publication_year, e.publication_date, e.language, e.source_id,
      (select s.display_name from sources s where s.id = e.source_id) as source_name,
      e.landing_page_url, e.pdf_url, e.is_oa, e.is_retracted, e.volume, e.issue, e.first_page, e.last_page,
      e.keywords[1:${sql.lit(shownOfAny)}] as keywords, cardinality(e.keywords) as keywords_count, e.abstract, e.byline_count, e.references_count,
      coalesce((select c.cited_by from entity_counts c where c.kind = ${sql.lit(kindCodeOf.work)} and c.id = e.id), 0) as cited_by,
      (select json_agg(${slot} order by a.position)
         from authorships a left join shown_authors p on p.id = a.author_id
         where a.work_id = e.id and a.position <= ${sql.lit(bylineShown)}) as byline,
      (select json_agg(json_build_array(t.topic_id, p.display_name, t.score, t.is_derived) order by t.rank)
         from work_topics t join topics p on p.id = t.topic_id where t.work_id = e.id) as topics,
      (select json_agg(json_build_array(l.source_id, s.display_name, l.landing_page_url, l.pdf_url) order by l.position)
         from (select * from work_locations where work_id = e.id order by position limit ${sql.lit(shownOfAny)}) l
           left join sources s on s.id = l.source_id) as locations,
      (select count(*) from work_locations l where l.work_id = e.id) as locations_count,
      ${statementColumns('work')}
    from works e where e.id = ${id}`.execute(db)
  return rows[0]
}

/** Every id a work cites, for programs; works that are not in the store included. */
export async function listReferenceIds(db: Kysely<Tables>, workId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('work_references')
    .select('cited_id')
    .where('work_id', '=', workId)
    .orderBy('cited_id')
    .execute()
  return rows.map(({ cited_id }) => cited_id)
}
