import { worksConfirmedAtMost } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { isWordOfOthers } from './word-of-others.ts'

/** Which works of a record an account confirms, by one of the records that it owns. */
export interface ConfirmationRow {
  readonly id: string
  readonly claimId: string
  readonly issuer: string
  readonly observedAt: Date
  /** By the numbers that they have now, each once. */
  readonly workIds: readonly number[]
  /** Given to who owns the record now, or, while nobody does, to who did. */
  readonly isStanding: boolean
}

/** What an account has confirmed of a record and not taken back, the earliest first. */
export async function listConfirmations(
  db: Kysely<Tables>,
  { accountId, authorId }: { readonly accountId: string; readonly authorId: number },
): Promise<ConfirmationRow[]> {
  const { rows } = await sql<ConfirmationRow>`
    select v.id, v.claim_id as "claimId", v.issuer, v.observed_at as "observedAt",
      (select json_agg(distinct coalesce(m.final_id, w.id::bigint)) from jsonb_array_elements_text(v.detail->'work_ids') w(id)
         left join merged_ids m on m.kind = 1 and m.id = w.id::bigint) as "workIds",
      coalesce(v.claim_id = c.id, true) as "isStanding"
    from evidence v left join claims c on c.author_id = v.author_id and c.status = 'accepted'
    where v.author_id = ${authorId} and v.account_id = ${accountId}::uuid and v.kind = 'authorship.supported'
      and ${isWordOfOthers} and coalesce(v.revoked_at, 'infinity') = 'infinity'
    order by v.observed_at, v.id`.execute(db)
  return rows
}

/** Of these works, those that stand on the record and on one of these others: each with the first of them. */
export async function listSharedOf(
  db: Kysely<Tables>,
  {
    authorId,
    ownAuthorIds,
    workIds,
  }: { readonly authorId: number; readonly ownAuthorIds: readonly number[]; readonly workIds: readonly number[] },
): Promise<{ readonly workId: number; readonly ownAuthorId: number }[]> {
  const { rows } = await sql<{ workId: number; ownAuthorId: number }>`
    select distinct on (x.work_id) x.work_id as "workId", y.author_id as "ownAuthorId"
    from author_works x join author_works y on y.work_id = x.work_id
      join unnest(${[...ownAuthorIds]}::bigint[]) with ordinality own(id, place) on own.id = y.author_id
    where x.author_id = ${authorId} and x.work_id = any(${[...workIds]}::bigint[])
    order by x.work_id, own.place`.execute(db)
  return rows
}

export interface SharedWorkRow {
  readonly id: number
  readonly title: string | null
  readonly publication_year: number | null
}

/**
 * Works that stand on the record and on one of these others, the latest first, as many as can be confirmed; before them
 * those that are named, wherever they stand.
 */
export async function listSharedWorks(
  db: Kysely<Tables>,
  {
    authorId,
    ownAuthorIds,
    named,
  }: { readonly authorId: number; readonly ownAuthorIds: readonly number[]; readonly named: readonly number[] },
): Promise<SharedWorkRow[]> {
  const { rows } = await sql<SharedWorkRow>`
    select w.id, w.title, w.publication_year
    from (select work_id from (
        select work_id, true as is_named, 0 as publication_year from unnest(${[...named]}::bigint[]) named(work_id)
        union all select x.work_id, false, x.publication_year from author_works x join author_works y on y.work_id = x.work_id
          where x.author_id = ${authorId} and y.author_id = any(${[...ownAuthorIds]}::bigint[])) found
      group by work_id
      order by bool_or(is_named) desc, max(publication_year) desc, work_id desc
      limit ${sql.lit(worksConfirmedAtMost)}) listed
      join works w on w.id = listed.work_id
    order by w.publication_year desc nulls last, w.id desc`.execute(db)
  return rows
}
