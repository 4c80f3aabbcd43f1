import { worksConfirmedAtMost } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface Confirmations {
  /** Of the evidence that says so, while the record's owner is who it was. */
  readonly ids: readonly string[]
  readonly workIds: readonly number[]
  /** How often the account has confirmed works since, of any record. */
  readonly recent: number
}

/** What works of a record an account confirms. */
export async function readConfirmations(
  db: Kysely<Tables>,
  { accountId, authorId, since }: { readonly accountId: string; readonly authorId: number; readonly since: Date },
): Promise<Confirmations> {
  const { rows } = await sql<Confirmations>`
    with said as (select v.id, v.detail from evidence v join claims c on c.id = v.claim_id and c.status = 'accepted'
      where v.author_id = ${authorId} and v.account_id = ${accountId}::uuid and v.kind = 'authorship.supported'
        and c.account_id <> v.account_id and v.revoked_at is null)
    select coalesce((select array_agg(id) from said), '{}') as ids,
      coalesce((select json_agg(distinct w.id::bigint) from said, jsonb_array_elements_text(said.detail->'work_ids') w(id)), '[]') as "workIds",
      (select count(*)::integer from evidence v join claims c on c.id = v.claim_id where v.account_id = ${accountId}::uuid
        and v.kind = 'authorship.supported' and c.account_id <> v.account_id and v.observed_at > ${since}) as recent`.execute(
    db,
  )
  const [row] = rows
  if (row === undefined) throw new Error('internal: a query without a table gives one row')
  return row
}

export interface SharedWorkRow {
  readonly id: number
  readonly title: string | null
  readonly publication_year: number | null
}

/** Works that stand on both records: those named first, then the latest; as many as can be confirmed. */
export async function listSharedWorks(
  db: Kysely<Tables>,
  {
    authorId,
    ownAuthorId,
    first,
  }: { readonly authorId: number; readonly ownAuthorId: number; readonly first: readonly number[] },
): Promise<SharedWorkRow[]> {
  const { rows } = await sql<SharedWorkRow>`
    select w.id, w.title, w.publication_year
    from (select x.work_id from author_works x join author_works y on y.work_id = x.work_id and y.author_id = ${ownAuthorId}
      where x.author_id = ${authorId}
      group by x.work_id
      order by x.work_id = any(${[...first]}::bigint[]) desc, max(x.publication_year) desc, x.work_id desc
      limit ${sql.lit(worksConfirmedAtMost)}) shared
      join works w on w.id = shared.work_id
    order by w.publication_year desc nulls last, w.id desc`.execute(db)
  return rows
}
