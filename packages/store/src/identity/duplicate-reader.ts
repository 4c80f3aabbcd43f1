import type { IdentityFeature } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface DuplicateRow {
  readonly author_id_a: number
  readonly name_a: string
  readonly author_id_b: number
  readonly name_b: string
  /** 0 to 1 */
  readonly probability: number
  readonly evidence: readonly (readonly [feature: IdentityFeature, value: number])[]
  readonly found_at: Date
}

/** Records that may be one person's and that nobody has decided about, the likeliest first. */
export async function listDuplicates(
  db: Kysely<Tables>,
  limit: number,
  after?: { readonly probability: number; readonly idA: number; readonly idB: number },
): Promise<DuplicateRow[]> {
  const isAfter =
    after === undefined
      ? sql`true`
      : sql`(-d.probability, d.author_id_a, d.author_id_b) > (-${after.probability}::real, ${after.idA}::bigint, ${after.idB}::bigint)`
  const { rows } = await sql<DuplicateRow>`
    select d.author_id_a, a.display_name as name_a, d.author_id_b, b.display_name as name_b, d.probability, d.evidence, d.found_at
    from duplicate_candidates d join authors a on a.id = d.author_id_a join authors b on b.id = d.author_id_b
    where d.status = 'open' and ${isAfter}
    order by d.probability desc, d.author_id_a, d.author_id_b limit ${limit}`.execute(db)
  return rows
}

export interface DuplicateCheckRow {
  /** When the author was last compared with all that have such a name; null where they were not, or not all of their names. */
  readonly duplicates_checked_at: Date | null
  readonly has_open_duplicates: boolean
}

/** `duplicates_checked_at` and `has_open_duplicates` of the author `id`, for a query of their page. */
export function duplicateCheckColumns(id: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`
    (select case when bool_and(b.checked_at is not null) then min(b.checked_at) end from author_blocks b where b.author_id = ${id}) as duplicates_checked_at,
    (exists (select from duplicate_candidates d where d.author_id_a = ${id} and d.status = 'open')
      or exists (select from duplicate_candidates d where d.author_id_b = ${id} and d.status = 'open')) as has_open_duplicates`
}

export async function readDuplicateCheck(db: Kysely<Tables>, authorId: number): Promise<DuplicateCheckRow> {
  const { rows } = await sql<DuplicateCheckRow>`select ${duplicateCheckColumns(sql`${authorId}::bigint`)}`.execute(db)
  return rows[0] ?? { duplicates_checked_at: null, has_open_duplicates: false }
}
