import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { type CorrectionRow, isHiddenByNow } from './correction-reader.ts'

export interface CorrectionPageRow extends CorrectionRow {
  readonly proposer_name: string | null
  /** Id, name, whether the record is there, whether it is hidden. */
  readonly records: readonly (readonly [number, string, boolean, boolean])[]
  /** Of works that it names: id, title, year, the names of its authors on the byline as they stand now. */
  readonly works: readonly (readonly [number, string | null, number | null, string | null])[]
  /** Id and name of the institutions that it names. */
  readonly institutions: readonly (readonly [number, string])[]
  /** When, what, name of the account, rule, reason. */
  readonly log: readonly (readonly [string, string, string | null, string | null, string])[]
}

const rowsShown = 100

/** All that a correction's page says, in one query. */
export async function findCorrectionPage(db: Kysely<Tables>, number: number): Promise<CorrectionPageRow | undefined> {
  const { rows } = await sql<CorrectionPageRow>`
    select c.*, a.name as proposer_name,
      coalesce((select json_agg(json_build_array(r.author_id, coalesce(e.display_name, r.name), e.id is not null,
          ${isHiddenByNow}) order by r.author_id <> c.author_id, r.author_id)
        from correction_records r left join authors e on e.id = r.author_id where r.number = c.number), '[]') as records,
      coalesce((select json_agg(json_build_array(w.id, w.title, w.publication_year,
          (select string_agg(coalesce(p.display_name, s.raw_name), ', ' order by s.position) from authorships s
            left join shown_authors p on p.id = s.author_id where s.work_id = w.id and s.position <= 8)) order by w.publication_year desc, w.id)
        from works w where w.id in (select value::bigint from jsonb_array_elements_text(
          case when jsonb_typeof(c.details -> 'workIds') = 'array' then c.details -> 'workIds' else '[]' end) limit ${sql.lit(rowsShown)})), '[]') as works,
      coalesce((select json_agg(json_build_array(i.id, i.display_name) order by i.id <> (c.details ->> 'institutionId')::bigint)
        from institutions i where i.id in ((c.details ->> 'institutionId')::bigint, (c.details ->> 'rightId')::bigint)), '[]') as institutions,
      coalesce((select json_agg(json_build_array(d.at, d.act, b.name, d.rule, d.reason)
          order by d.at, d.act <> 'correction.proposed', d.id)
        from (select * from decisions where subject = 'correction:' || c.number order by at limit ${sql.lit(rowsShown)}) d
          left join accounts b on b.id = d.account_id), '[]') as log
    from corrections c left join accounts a on a.id = c.proposed_by
    where c.number = ${number}`.execute(db)
  return rows[0]
}

export interface CorrectionFormRow {
  readonly id: number
  readonly display_name: string
  readonly works_count: number
  /** Id, title, year, the name as written; the latest first. */
  readonly works: readonly (readonly [number, string | null, number | null, string])[]
  readonly institutions: readonly (readonly [number, string, number | null, number | null])[]
}

const institutionsShown = 50

/** What of a record can be corrected, in one query; not of one that is hidden. */
export async function findCorrectionForm(db: Kysely<Tables>, authorId: number): Promise<CorrectionFormRow | undefined> {
  const { rows } = await sql<CorrectionFormRow>`
    select e.id, e.display_name,
      coalesce((select works_count from author_stats s where s.author_id = e.id), 0) as works_count,
      coalesce((select json_agg(json_build_array(w.id, w.title, w.publication_year, s.raw_name) order by l.publication_year desc, w.id desc)
        from (select * from author_works where author_id = e.id order by publication_year desc, work_id desc limit ${sql.lit(rowsShown)}) l
          join works w on w.id = l.work_id join authorships s on s.work_id = l.work_id and s.position = l.position), '[]') as works,
      coalesce((select json_agg(json_build_array(i.institution_id, p.display_name, i.first_year, i.last_year) order by i.rank)
        from (select * from author_institutions where author_id = e.id and rank <= ${sql.lit(institutionsShown)}) i
          join institutions p on p.id = i.institution_id), '[]') as institutions
    from shown_authors e where e.id = ${authorId}`.execute(db)
  return rows[0]
}
