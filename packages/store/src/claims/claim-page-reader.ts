import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { isWordOfOthers, shownIssuer } from './word-of-others.ts'

/** Id, status, since when, end of the window, name of the account. */
export type ClaimNote = readonly [string, string, string, string, string]

/** The claims that have a say about the author `e`, the owner's first: a column of a query about authors. */
export function claimsColumn(): RawBuilder<unknown> {
  return sql`(select json_agg(json_build_array(c.id, c.status, coalesce(c.accepted_at, c.opened_at), c.window_ends_at,
        coalesce(a.name, '')) order by c.status = 'accepted' desc, c.opened_at)
      from (select * from claims where author_id = e.id and status in ('open', 'contested', 'accepted')
        order by opened_at limit ${sql.lit(claimsShown)}) c left join accounts a on a.id = c.account_id) as claims`
}

const claimsShown = 12
/** Of each kind of voice: neither objectors nor co-authors, however many, take the claimant's place. */
const rowsShown = 100

export interface ClaimPageRow {
  readonly id: string
  readonly author_id: number
  readonly author_name: string
  readonly account_id: string
  readonly account_name: string
  readonly status: string
  readonly statement: string
  readonly contest_rule: string | null
  readonly opened_at: Date
  readonly window_ends_at: Date
  readonly accepted_at: Date | null
  readonly ended_at: Date | null
  /** Id of the account, its name, kind, reason, where it can be seen, when, outcome. */
  readonly objections: readonly [string, string, 'contest' | 'appeal', string, string | null, string, string | null][]
  /** When, what, name of the account, rule, reason. */
  readonly decisions: readonly [string, string, string | null, string | null, string][]
  /** Kind, issuer, source, since, until, what else it states. */
  readonly evidence: readonly [string, string, string, string, string | null, Record<string, unknown>][]
  readonly rivals: readonly ClaimNote[]
  /** Works said to be theirs, and not to be. */
  readonly mine: number
  readonly not_mine: number
}

/** All that a claim's page says, in one query. */
export async function findClaimPage(db: Kysely<Tables>, id: string): Promise<ClaimPageRow | undefined> {
  const { rows } = await sql<ClaimPageRow>`
    select c.id, c.author_id, coalesce(p.display_name, '') as author_name, c.account_id, coalesce(a.name, '') as account_name,
      c.status, c.statement, c.contest_rule, c.opened_at, c.window_ends_at, c.accepted_at, c.ended_at,
      coalesce((select json_agg(json_build_array(o.account_id, coalesce(b.name, ''), o.kind, o.reason, o.evidence_url, o.opened_at, o.outcome) order by o.opened_at)
        from (select *, row_number() over (partition by kind order by opened_at) as place from claim_objections where claim_id = c.id) o
          left join accounts b on b.id = o.account_id where o.place <= ${sql.lit(rowsShown)}), '[]') as objections,
      coalesce((select json_agg(json_build_array(d.at, d.act, b.name, d.rule, d.reason) order by d.at, d.ordinal)
        from (select * from decisions where subject = 'claim:' || c.id order by at desc, ordinal desc limit ${sql.lit(rowsShown)}) d
          left join accounts b on b.id = d.account_id), '[]') as decisions,
      coalesce((select json_agg(json_build_array(v.kind, ${shownIssuer}, v.source, v.observed_at, v.expires_at, v.detail) order by v.observed_at, v.id)
        from (select *, row_number() over (partition by ${isWordOfOthers} order by observed_at desc) as place
          from evidence where claim_id = c.id and revoked_at is null) v where v.place <= ${sql.lit(rowsShown)}), '[]') as evidence,
      coalesce((select json_agg(json_build_array(r.id, r.status, coalesce(r.accepted_at, r.opened_at), r.window_ends_at, coalesce(b.name, '')) order by r.opened_at)
        from (select * from claims where author_id = c.author_id and id <> c.id and status in ('open', 'contested', 'accepted')
          order by opened_at limit ${sql.lit(claimsShown)}) r left join accounts b on b.id = r.account_id), '[]') as rivals,
      (select count(*)::integer from claim_works w where w.claim_id = c.id and w.is_mine) as mine,
      (select count(*)::integer from claim_works w where w.claim_id = c.id and not w.is_mine) as not_mine
    from claims c left join authors p on p.id = c.author_id left join accounts a on a.id = c.account_id
    where c.id = ${id}::uuid`.execute(db)
  return rows[0]
}

export interface ListedClaimRow {
  readonly id: string
  readonly author_id: number
  readonly author_name: string
  readonly account_name: string
  readonly status: string
  readonly contest_rule: string | null
  readonly opened_at: Date
  readonly window_ends_at: Date
  readonly has_appeal: boolean
  readonly evidence_kinds: readonly string[]
}

const listed = sql`c.id, c.author_id, coalesce(p.display_name, '') as author_name, coalesce(a.name, '') as account_name,
  c.status, c.contest_rule, c.opened_at, c.window_ends_at,
  exists (select from claim_objections o where o.claim_id = c.id and o.kind = 'appeal' and o.resolved_at is null) as has_appeal,
  coalesce((select array_agg(distinct v.kind order by v.kind) from evidence v where v.claim_id = c.id and v.revoked_at is null), '{}') as evidence_kinds`
const joined = sql`left join authors p on p.id = c.author_id left join accounts a on a.id = c.account_id`

/** An account's claims, the latest first. */
export async function listClaimsOfAccount(db: Kysely<Tables>, accountId: string): Promise<ListedClaimRow[]> {
  const { rows } = await sql<ListedClaimRow>`
    select ${listed} from (select * from claims where account_id = ${accountId}::uuid order by opened_at desc limit ${sql.lit(rowsShown)}) c
    ${joined} order by c.opened_at desc`.execute(db)
  return rows
}
