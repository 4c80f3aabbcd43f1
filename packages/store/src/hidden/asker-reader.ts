import type { ClaimStatus } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** What the record and its claims say of somebody who asks about it. */
export interface AskerFacts {
  readonly accountName: string
  readonly authorNames: readonly string[]
  /** iDs that the record carries by its sources. */
  readonly recordOrcids: readonly string[]
  /** Claims that have a say about the record, their own among them. */
  readonly claims: readonly { readonly accountId: string; readonly status: ClaimStatus }[]
}

/** In one query, whether the record is hidden or not. */
export async function readAskerFacts(
  db: Kysely<Tables>,
  { accountId, authorId }: { readonly accountId: string; readonly authorId: number },
): Promise<AskerFacts> {
  const { rows } = await sql<AskerFacts>`
    select
      coalesce((select a.name from accounts a where a.id = ${accountId}::uuid), '') as "accountName",
      coalesce((select array[p.display_name] || p.alternative_names[:50] from authors p where p.id = ${authorId}), '{}') as "authorNames",
      coalesce((select array_agg(distinct i.value) from identifiers i
        where i.kind = 2 and i.entity_id = ${authorId} and i.scheme = 'orcid'), '{}') as "recordOrcids",
      coalesce((select json_agg(json_build_object('accountId', c.account_id, 'status', c.status) order by c.opened_at)
        from claims c where c.author_id = ${authorId} and c.status in ('open', 'contested', 'accepted')), '[]') as claims`.execute(
    db,
  )
  const [row] = rows
  if (row === undefined) throw new Error('internal: a query without a table gives one row')
  return row
}
