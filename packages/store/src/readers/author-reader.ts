import { kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import {
  namesColumns,
  type NamesColumns,
  type ProvenanceRow,
  statementColumns,
  type StatementColumns,
} from './entity-reader.ts'

export interface AuthorHeadRow extends StatementColumns, NamesColumns {
  readonly id: number
  readonly display_name: string
  readonly is_stub: boolean
  readonly works_count: number
  readonly topics_count: number
  readonly collaborators_count: number
  readonly close_collaborators_count: number
  /** Work id, scheme, value of the identifier by which it can be found. */
  readonly identified_work: [number, string, string] | null
  /** Id, name, ROR, country, first year, last year, stated. */
  readonly institutions:
    | readonly [number, string, string | null, string | null, number | null, number | null, boolean][]
    | null
  readonly institutions_count: number
  /** The ROR id of the first affiliation that has one, shown or not. */
  readonly ror: string | null
  /** Id, name, works, derived. */
  readonly topics: readonly [number, string, number, boolean][] | null
  /** Id, name, shared works, strength, close. */
  readonly collaborators: readonly [number, string, number, number, boolean][] | null
  /** The record of one of the author's works: where a stub's id was read. */
  readonly mentioned_in: ProvenanceRow | null
}

const institutionsShown = 12
/** Affiliations among which one with a ROR id is looked for. */
const institutionsReadAtMost = 1_000

/** What an author's page says above the list of works, in one query. */
export async function findAuthorHead(
  db: Kysely<Tables>,
  id: number,
  shown: {
    readonly topics: number
    readonly collaborators: number
    /** Close collaborators alone, however many others have stronger ties. */
    readonly closeAlone?: boolean
  },
): Promise<AuthorHeadRow | undefined> {
  const work = sql.lit(kindCodeOf.work)
  const isShown = shown.closeAlone === true ? sql`and is_close` : sql``
  const { rows } = await sql<AuthorHeadRow>`
    select e.id, e.display_name, ${namesColumns(sql`e.alternative_names`)}, e.is_stub,
      coalesce(s.works_count, 0) as works_count, coalesce(s.topics_count, 0) as topics_count,
      coalesce(s.collaborators_count, 0) as collaborators_count,
      coalesce(s.close_collaborators_count, 0) as close_collaborators_count,
      (select json_build_array(i.entity_id, i.scheme, i.value) from identifiers i
         where i.kind = ${work} and i.entity_id = s.identified_work_id and i.scheme in ('doi', 'arxiv', 'pmid', 'pmcid', 'acl', 'openreview')
         order by i.scheme = 'doi' desc, i.scheme limit 1) as identified_work,
      (select json_agg(json_build_array(a.institution_id, p.display_name, p.ror, p.country_code, a.first_year, a.last_year, a.is_stated) order by a.rank)
         from author_institutions a join institutions p on p.id = a.institution_id
         where a.author_id = e.id and a.rank <= ${sql.lit(institutionsShown)}) as institutions,
      coalesce((select max(a.rank) from author_institutions a where a.author_id = e.id), 0) as institutions_count,
      (select p.ror from author_institutions a join institutions p on p.id = a.institution_id
         where a.author_id = e.id and a.rank <= ${sql.lit(institutionsReadAtMost)} and p.ror is not null
         order by a.rank limit 1) as ror,
      (select json_agg(json_build_array(t.topic_id, p.display_name, t.works, t.is_derived) order by t.rank)
         from author_topics t join topics p on p.id = t.topic_id
         where t.author_id = e.id and t.rank <= ${shown.topics}) as topics,
      (select json_agg(json_build_array(c.coauthor_id, p.display_name, c.shared_works, c.strength, c.is_close) order by c.rank)
         from (select * from coauthor_ties where author_id = e.id ${isShown} order by rank limit ${shown.collaborators}) c
           join authors p on p.id = c.coauthor_id) as collaborators,
      ${statementColumns('author')},
      (select json_build_array(r.source, r.observed_at, r.source_updated_at)
         from author_works w join records r on r.kind = ${work} and r.entity_id = w.work_id
         where w.author_id = e.id order by w.publication_year, w.work_id, r.source limit 1) as mentioned_in
    from authors e left join author_stats s on s.author_id = e.id
    where e.id = ${id}`.execute(db)
  return rows[0]
}

export interface StatedAffiliationRow {
  readonly institution_id: number
  readonly years: number[]
  readonly is_last_known: boolean
}

/** What an author's own record states of the affiliations that `findAuthorHead` gives. */
export async function listStatedAffiliations(db: Kysely<Tables>, authorId: number): Promise<StatedAffiliationRow[]> {
  return db
    .selectFrom('author_institutions as a')
    .innerJoin('author_affiliations as f', (join) =>
      join.onRef('f.author_id', '=', 'a.author_id').onRef('f.institution_id', '=', 'a.institution_id'),
    )
    .select(['f.institution_id', 'f.years', 'f.is_last_known'])
    .where('a.author_id', '=', authorId)
    .where('a.rank', '<=', institutionsShown)
    .execute()
}
