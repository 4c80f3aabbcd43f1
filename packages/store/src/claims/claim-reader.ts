import type { ClaimParties, ClaimStatus } from '@bzpeer/domain'
import { kindCodeOf } from '@bzpeer/schema'
import { type Kysely, type Selectable, sql } from 'kysely'
import { grantedTo } from '../hidden/granted-to.ts'
import { hiders } from '../hidden/hiders.ts'
import type { Tables } from '../tables.ts'
import type { ClaimsTable, DecisionsTable, EvidenceTable } from './claim-tables.ts'
import { isWordOfOthers } from './word-of-others.ts'

export type ClaimRow = Selectable<ClaimsTable>
export type DecisionRow = Selectable<DecisionsTable>
export type ClaimEvidenceRow = Selectable<EvidenceTable>

/** A claim is alive while it has a say about the record. */
const alive = ['open', 'contested', 'accepted'] as const

export async function findClaim(db: Kysely<Tables>, id: string): Promise<ClaimRow | undefined> {
  return db.selectFrom('claims').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findAliveClaim(
  db: Kysely<Tables>,
  { authorId, accountId }: { readonly authorId: number; readonly accountId: string },
): Promise<ClaimRow | undefined> {
  return db
    .selectFrom('claims')
    .selectAll()
    .where('author_id', '=', authorId)
    .where('account_id', '=', accountId)
    .where('status', 'in', alive)
    .executeTakeFirst()
}

/** The claims on a record that have a say about it, the earliest first: all, for whoever decides leaves none out. */
export async function listAliveClaims(db: Kysely<Tables>, authorId: number): Promise<ClaimRow[]> {
  return db
    .selectFrom('claims')
    .selectAll()
    .where('author_id', '=', authorId)
    .where('status', 'in', alive)
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
}

/** In the order of the records, so that two transactions that lock several never wait for each other. */
export async function listAliveClaimsOfAccount(db: Kysely<Tables>, accountId: string): Promise<ClaimRow[]> {
  return db
    .selectFrom('claims')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('status', 'in', alive)
    .orderBy('author_id')
    .execute()
}

/** Other claims of the same account on the same record that have ended, and whose appeal is not decided. */
export async function listAppealedClaims(
  db: Kysely<Tables>,
  { author_id, account_id }: Pick<ClaimRow, 'author_id' | 'account_id'>,
): Promise<{ readonly id: string }[]> {
  return db
    .selectFrom('claim_objections as o')
    .innerJoin('claims as c', 'c.id', 'o.claim_id')
    .select('c.id')
    .where('o.author_id', '=', author_id)
    .where('o.account_id', '=', account_id)
    .where('o.kind', '=', 'appeal')
    .where('o.resolved_at', 'is', null)
    .where('c.account_id', '=', account_id)
    .execute()
}

/** Records that somebody claims, in their order. */
export async function listClaimedRecords(db: Kysely<Tables>): Promise<number[]> {
  const rows = await db
    .selectFrom('claims')
    .select('author_id')
    .distinct()
    .where('status', 'in', alive)
    .orderBy('author_id')
    .execute()
  return rows.map(({ author_id }) => author_id)
}

/** Of the claim `c`, what the rules look at besides the claim itself. */
const othersAppeal = sql`(select from claim_objections o
  where o.author_id = c.author_id and o.kind = 'appeal' and o.resolved_at is null and o.account_id <> c.account_id)`
const objection = sql`(select from claim_objections o
  where o.claim_id = c.id and o.kind = 'contest' and o.resolved_at is null)`
const recordOrcids = sql`(select i.value from identifiers i
  where i.kind = ${sql.lit(kindCodeOf.author)} and i.entity_id = c.author_id and i.scheme = 'orcid')`
const shownOrcids = sql`(select right(v.source, 19) from evidence v
  where v.claim_id = c.id and v.kind = 'control.orcid' and v.revoked_at is null and v.detail->>'independent' = 'true')`
const hidingOfAnother = sql`(select from hidden_records h left join corrections d on d.number = h.correction_number
  where h.kind = ${sql.lit(kindCodeOf.author)} and h.entity_id = c.author_id and ${sql.raw(grantedTo)} is distinct from c.account_id)`

/**
 * Records with claims about which the rules have something to say by now, each once, in their order: because of the time,
 * or because an import has taken away the iD for which a claim was left to a curator, or brought one that its claimant
 * has shown, and nobody stands against the claim for another reason.
 */
export async function listDueRecords(db: Kysely<Tables>, at: Date): Promise<number[]> {
  const { rows } = await sql<{ author_id: number }>`
    select c.author_id from claims c where c.status = 'open' and coalesce(c.waits_until, c.window_ends_at) <= ${at}
    union
    select c.author_id from claims c
    where c.status = 'contested' and c.contest_rule in ('orcid-not-shown', 'merged-with-orcid')
      and (exists (${recordOrcids} intersect ${shownOrcids})
        or c.contest_rule = 'orcid-not-shown' and not exists ${recordOrcids})
      and not exists ${objection} and not exists ${othersAppeal} and not exists ${hidingOfAnother}
      and not exists (select from claims r where r.author_id = c.author_id and r.id <> c.id and r.status = any(${[...alive]}))
    order by author_id`.execute(db)
  return rows.map(({ author_id }) => author_id)
}

export interface ClaimFactsRow {
  readonly claim_id: string
  /** Other claims that have a say about the record, and undecided appeals of others. */
  readonly rivals: number
  readonly objections: number
  readonly has_email: boolean
  readonly account_name: string
  readonly author_names: string[]
  /** iDs that the record carries by its sources. */
  readonly record_orcids: string[]
  /** iDs that the claimant has signed in with, and that stand on the record by somebody else's word. */
  readonly shown_orcids: string[]
  readonly is_hidden_by_another: boolean
}

/** What the rules look at besides the claims themselves, of every claim that has a say about the record, in one query. */
export async function listClaimFacts(db: Kysely<Tables>, authorId: number, at: Date): Promise<ClaimFactsRow[]> {
  const { rows } = await sql<ClaimFactsRow>`
    select c.id as claim_id,
      (count(*) over ())::integer - 1 + (select count(*)::integer from ${othersAppeal} appeals) as rivals,
      (select count(*)::integer from ${objection} objections) as objections,
      exists (select from account_emails e
         where e.account_id = c.account_id and e.confirmed_at <= ${at} and (e.removed_at is null or e.removed_at > ${at})
           and (e.lapses_at is null or e.lapses_at > ${at})) as has_email,
      coalesce((select a.name from accounts a where a.id = c.account_id), '') as account_name,
      coalesce((select array[p.display_name] || p.alternative_names[:50] from authors p where p.id = ${authorId}), '{}') as author_names,
      array(${recordOrcids}) as record_orcids,
      array(${shownOrcids}) as shown_orcids,
      exists ${hidingOfAnother} as is_hidden_by_another
    from claims c where c.author_id = ${authorId} and c.status = any(${[...alive]})`.execute(db)
  return rows
}

interface PartiesRow {
  readonly party_ids: readonly string[]
  readonly hider_ids: readonly string[]
  readonly decider_ids: readonly string[]
  readonly overruled_ids: readonly string[]
  readonly objector_ids: readonly string[]
  readonly has_open_appeal: boolean
  readonly was_appealed: boolean
}

/** Whose case a claim is, in one query. */
export async function readParties(db: Kysely<Tables>, claim: ClaimRow): Promise<ClaimParties> {
  const { rows } = await sql<PartiesRow>`
    select
      coalesce((select array_agg(account_id) from (
        select account_id from claims where author_id = ${claim.author_id}
        union select o.account_id from claim_objections o join claims c on c.id = o.claim_id
          where c.author_id = ${claim.author_id}) parties), '{}') as party_ids,
      coalesce((select array_agg(account_id) from (${hiders([claim.author_id])}) h), '{}') as hider_ids,
      coalesce((select array_agg(distinct account_id) from decisions
        where subject = ${`claim:${claim.id}`} and account_id is not null and act = any(${[...curatorActs]})), '{}') as decider_ids,
      coalesce((select array_agg(distinct d.account_id) from claims c
        join claim_objections o on o.claim_id = c.id and o.kind = 'appeal' and o.outcome = 'upheld'
        join decisions d on d.subject = 'claim:' || c.id and d.at < o.resolved_at
        where c.author_id = ${claim.author_id} and c.status = any(${[...alive]}) and d.account_id is not null
          and d.act = any(${[...actsAgainst]})), '{}') as overruled_ids,
      coalesce((select array_agg(distinct account_id) from claim_objections
        where claim_id = ${claim.id} and kind = 'contest'), '{}') as objector_ids,
      exists (select from claim_objections where claim_id = ${claim.id} and kind = 'appeal' and resolved_at is null) as has_open_appeal,
      exists (select from claim_objections where claim_id = ${claim.id} and kind = 'appeal'
        and opened_at >= ${claim.ended_at ?? claim.opened_at}) as was_appealed`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('internal: a query without a table gives one row')
  return {
    status: claim.status as ClaimStatus,
    claimantId: claim.account_id,
    otherPartyIds: row.party_ids.filter((id) => id !== claim.account_id),
    hiderIds: row.hider_ids,
    objectorIds: row.objector_ids,
    deciderIds: row.decider_ids,
    overruledIds: row.overruled_ids,
    endedAt: claim.ended_at,
    hasOpenAppeal: row.has_open_appeal,
    wasAppealed: row.was_appealed,
  }
}

/** What a curator does in the log against a claim. */
const actsAgainst = ['claim.rejected', 'claim.revoked', 'claim.transferred', 'claim.appeal-dismissed'] as const

/** What a curator does in the log that makes them who has decided before. */
const curatorActs = [...actsAgainst, 'claim.accepted', 'claim.objection-dismissed'] as const

/** Since when an account may not claim a record again, because a curator decided against it; undefined where it may. */
export async function findRefusal(
  db: Kysely<Tables>,
  { authorId, accountId, since }: { readonly authorId: number; readonly accountId: string; readonly since: Date },
): Promise<ClaimRow | undefined> {
  return db
    .selectFrom('claims')
    .selectAll()
    .where('author_id', '=', authorId)
    .where('account_id', '=', accountId)
    .where('status', 'in', ['rejected', 'revoked', 'transferred'])
    .where('ended_at', '>', since)
    .orderBy('ended_at', 'desc')
    .executeTakeFirst()
}

/**
 * By which rule the account's last claim on the record was left to a curator when it ended, by itself or as they decided
 * against it; undefined where it was not.
 */
export async function findLastContest(
  db: Kysely<Tables>,
  { authorId, accountId }: { readonly authorId: number; readonly accountId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ rule: string | null }>`
    select case when d.act = 'claim.contested' then d.rule end as rule
    from (select * from claims where author_id = ${authorId} and account_id = ${accountId}::uuid and ended_at is not null
        order by ended_at desc, opened_at desc limit 1) c
      join decisions d on d.subject = 'claim:' || c.id
    where c.status in ('withdrawn', 'expired', 'rejected')
      and (d.act in ('claim.contested', 'claim.reopened', 'claim.accepted') or d.rule = 'merge-undone')
    order by d.ordinal desc limit 1`.execute(db)
  return rows[0]?.rule ?? undefined
}

const decisionsReadAtMost = 100

/** What was decided about one thing, such as `claim:<id>`, the earliest first. */
export async function listDecisions(db: Kysely<Tables>, subject: string): Promise<DecisionRow[]> {
  return db
    .selectFrom('decisions')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('at')
    .orderBy('ordinal')
    .limit(decisionsReadAtMost)
    .execute()
}

/** How long claims that ended in a decision took from being opened, in the middle; null where none has. */
export async function readMedianDecisionSeconds(db: Kysely<Tables>, since: Date): Promise<number | null> {
  const { rows } = await sql<{ seconds: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from d.at - c.opened_at))::double precision as seconds
    from decisions d join claims c on c.id = substr(d.subject, 7)::uuid
    where d.subject like 'claim:%' and d.act in ('claim.accepted', 'claim.rejected') and d.at >= ${since}`.execute(db)
  return rows[0]?.seconds ?? null
}

/** What a claimant has shown for a claim and has not been taken back; what others say stands apart. */
export async function listClaimEvidence(db: Kysely<Tables>, claimId: string): Promise<ClaimEvidenceRow[]> {
  return db
    .selectFrom('evidence')
    .selectAll()
    .where('claim_id', '=', claimId)
    .where('revoked_at', 'is', null)
    .where(({ not }) => not(isWordOfOthers))
    .orderBy('observed_at')
    .orderBy('id')
    .execute()
}

/** How many claims of the account are undecided, and how many it has opened since. */
export async function readClaimLoad(
  db: Kysely<Tables>,
  accountId: string,
  since: Date,
): Promise<{ readonly undecided: number; readonly recent: number }> {
  const { rows } = await sql<{ undecided: number; recent: number }>`
    select count(*) filter (where status in ('open', 'contested'))::integer as undecided,
      count(*) filter (where opened_at >= ${since})::integer as recent
    from claims where account_id = ${accountId}`.execute(db)
  return rows[0] ?? { undecided: 0, recent: 0 }
}

/** Undefined where there is no such record, or it is hidden. */
export async function findAuthorName(db: Kysely<Tables>, authorId: number): Promise<string | undefined> {
  const row = await db.selectFrom('shown_authors').select('display_name').where('id', '=', authorId).executeTakeFirst()
  return row?.display_name
}

/** Of these works, those on whose byline the author stands. */
export async function countWorksOf(db: Kysely<Tables>, authorId: number, workIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct work_id)::integer as count from author_works
    where author_id = ${authorId} and work_id = any(${[...workIds]}::bigint[])`.execute(db)
  return rows[0]?.count ?? 0
}

/** How often an account has done something since. */
export async function countActs(
  db: Kysely<Tables>,
  { accountId, act, since }: { readonly accountId: string; readonly act: string; readonly since: Date },
): Promise<number> {
  const { count } = await db
    .selectFrom('decisions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('act', '=', act)
    .where('at', '>=', since)
    .executeTakeFirstOrThrow()
  return count
}
