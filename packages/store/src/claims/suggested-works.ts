import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** A place on a byline that leads to nobody, and bears a name like the record's. */
export interface SuggestedWorkRow {
  readonly work_id: number
  /** 1-based. */
  readonly position: number
  readonly title: string | null
  readonly publication_year: number | null
  readonly raw_name: string
  /** Co-authors of the record who are on the byline too. */
  readonly known: number
}

const placesReadAtMost = 500
const coauthorsReadAtMost = 500
const suggestedAtMost = 60

/**
 * Works that may be missing from a record: names of its blocks that no record stands for, those beside its co-authors
 * first. What a person decided about is left out. In one query, bounded however common the name.
 */
export async function listSuggestedWorks(db: Kysely<Tables>, authorId: number): Promise<SuggestedWorkRow[]> {
  const { rows } = await sql<SuggestedWorkRow>`
    with places as materialized (
      select r.* from (select distinct block from author_blocks where author_id = ${authorId}) b
        cross join lateral (select work_id, position, raw_name from byline_resolutions
          where block = b.block and author_id is null order by work_id desc limit ${sql.lit(placesReadAtMost)}) r
        where not exists (select from byline_decisions d where d.work_id = r.work_id and d.position = r.position)
      limit ${sql.lit(placesReadAtMost)}
    ), known as materialized (
      select coauthor_id from coauthor_ties where author_id = ${authorId} order by rank limit ${sql.lit(coauthorsReadAtMost)}
    )
    select p.work_id, p.position, w.title, w.publication_year, p.raw_name,
      (select count(*)::integer from authorships o join known on known.coauthor_id = o.author_id where o.work_id = p.work_id) as known
    from places p join works w on w.id = p.work_id
    where not exists (select from authorships o where o.work_id = p.work_id and o.author_id = ${authorId})
    order by known desc, w.publication_year desc nulls last, p.work_id, p.position
    limit ${sql.lit(suggestedAtMost)}`.execute(db)
  return rows
}

/** Records that may be the same person's and that nobody has decided about, the likeliest first; id, name and works. */
export async function listResembling(
  db: Kysely<Tables>,
  authorId: number,
  limit: number,
): Promise<readonly { readonly id: number; readonly display_name: string; readonly works_count: number }[]> {
  const { rows } = await sql<{ id: number; display_name: string; works_count: number }>`
    select e.id, e.display_name, coalesce(s.works_count, 0) as works_count
    from (select author_id_b as id, probability from duplicate_candidates where author_id_a = ${authorId} and status = 'open'
          union all
          select author_id_a, probability from duplicate_candidates where author_id_b = ${authorId} and status = 'open') d
      join shown_authors e on e.id = d.id left join author_stats s on s.author_id = e.id
    order by d.probability desc, e.id limit ${limit}`.execute(db)
  return rows
}
