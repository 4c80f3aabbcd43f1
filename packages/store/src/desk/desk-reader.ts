import { type CorrectionKind, correctionKinds, type DeskCase, headStartOf } from '@bzpeer/domain'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'

/** Where a case stands in the queue; the first that differs decides. Nothing in it changes while the case waits, but by risk. */
export interface DeskPlace {
  /** The day from which it counts as waiting, its head start included, in days since 1970. */
  readonly due: number
  readonly sort: number
  readonly rank: number
  readonly key: string
}

interface DeskRowBase extends DeskPlace {
  readonly since: Date
  readonly author_ids: readonly number[]
  /** In the order of the ids; of records that are hidden too. */
  readonly names: readonly string[]
}

export type DeskRow = DeskRowBase &
  (
    | {
        readonly kind: 'claim'
        readonly facts: {
          readonly hasOwner: boolean
          readonly isAppeal: boolean
          readonly contestRule: string | null
          readonly claimant: string
        }
      }
    | {
        readonly kind: 'correction'
        readonly facts: { readonly correction: CorrectionKind; readonly isOwned: boolean }
      }
    | { readonly kind: 'duplicate'; readonly facts: { readonly isOwned: boolean } }
  )

const namesShown = 3

/** Of equal days claims come first, then corrections, each the longest waiting first, then pairs, the likeliest first. */
const queues = {
  /** Contested ones, and accepted ones with an objection; ended ones with an appeal. */
  claim: sql`
    select 'claim' as kind, ${dueDay([
      [sql`c.status = 'accepted' and c.is_appeal`, { kind: 'claim', hasOwner: true, isAppeal: true }],
      [sql`c.status = 'accepted'`, { kind: 'claim', hasOwner: true, isAppeal: false }],
      [sql`c.is_appeal`, { kind: 'claim', hasOwner: false, isAppeal: true }],
      [sql`true`, { kind: 'claim', hasOwner: false, isAppeal: false }],
    ])} as due, 1 as sort, extract(epoch from c.since)::double precision as rank, c.id::text as key, c.since, array[c.author_id] as author_ids,
      json_build_object('hasOwner', c.status = 'accepted', 'isAppeal', c.is_appeal, 'contestRule', c.contest_rule,
        'claimant', coalesce((select a.name from accounts a where a.id = c.account_id), '')) as facts
    from (select c.*, coalesce(o.is_appeal, false) as is_appeal,
        least(case when c.status = 'contested' then c.contested_at end, o.since) as since
      from claims c left join lateral (select bool_or(kind = 'appeal') as is_appeal, min(opened_at) as since
        from claim_objections where claim_id = c.id and resolved_at is null) o on true
      where c.id in (select id from claims where status = 'contested'
          union select claim_id from claim_objections where resolved_at is null)
        and (c.status in ('contested', 'accepted') or o.is_appeal)) c`,
  correction: sql`
    select 'correction' as kind, ${dueDay(
      (Object.keys(correctionKinds) as CorrectionKind[]).flatMap((correction) =>
        [true, false].map(
          (isOwned) =>
            [
              sql`c.kind = ${sql.lit(correction)} and c.is_owned = ${sql.lit(isOwned)}`,
              { kind: 'correction', correction, isOwned },
            ] as const,
        ),
      ),
    )} as due, 2 as sort, c.number::double precision as rank, '' as key, c.since,
      array(select r.author_id from correction_records r where r.number = c.number
        order by r.author_id <> c.author_id, r.author_id limit ${sql.lit(namesShown)}) as author_ids,
      json_build_object('correction', c.kind, 'isOwned', c.is_owned) as facts
    from (select c.*, c.opened_at as since, exists (select from correction_records r
        join claims o on o.author_id = r.author_id and o.status = 'accepted' where r.number = c.number) as is_owned
      from corrections c where c.status = 'open') c`,
  /** Not of records that are hidden. */
  duplicate: sql`
    select 'duplicate' as kind, ${dueDay([
      [sql`c.is_owned`, { kind: 'duplicate', isOwned: true }],
      [sql`true`, { kind: 'duplicate', isOwned: false }],
    ])} as due, 3 as sort, -(c.probability::double precision) as rank,
      lpad(c.author_id_a::text, 16, '0') || lpad(c.author_id_b::text, 16, '0') as key, c.since,
      array[c.author_id_a, c.author_id_b] as author_ids, json_build_object('isOwned', c.is_owned) as facts
    from (select d.*, d.found_at as since, d.author_id_a in (select author_id from claims where status = 'accepted')
        or d.author_id_b in (select author_id from claims where status = 'accepted') as is_owned
      from duplicate_candidates d where d.status = 'open'
        and ${isShown('author', sql`d.author_id_a`)} and ${isShown('author', sql`d.author_id_b`)}) c`,
} as const satisfies Record<DeskCase['kind'], RawBuilder<unknown>>

/** The day since when `c` waits, sooner by the head start that the rules give to the first case that holds. */
function dueDay(cases: readonly (readonly [when: RawBuilder<unknown>, it: DeskCase])[]): RawBuilder<unknown> {
  const headStart = cases.map(([when, it]) => sql`when ${when} then ${sql.lit(headStartOf(it))}`)
  return sql`(c.since at time zone 'UTC')::date - date '1970-01-01' - case ${sql.join(headStart, sql` `)} end`
}

/** What waits for a curator, from a place on, the most urgent first: one query. */
export async function listDesk(
  db: Kysely<Tables>,
  {
    kinds,
    after,
    limit,
  }: { readonly kinds: readonly DeskCase['kind'][]; readonly after: DeskPlace | null; readonly limit: number },
): Promise<DeskRow[]> {
  const waiting = kinds.map((kind) => sql`(${queues[kind]})`)
  const isAfter =
    after === null
      ? sql`true`
      : sql`(due, sort, rank, key collate "C") > (${after.due}::integer, ${after.sort}::integer, ${after.rank}::double precision, ${after.key})`
  const { rows } = await sql<DeskRow>`
    select q.*, (select json_agg(coalesce(e.display_name, r.name, '') order by n.place)
      from unnest(q.author_ids) with ordinality n(id, place)
        left join authors e on e.id = n.id
        left join correction_records r on r.author_id = n.id and r.number = case when q.kind = 'correction' then q.rank::integer end) as names
    from (select * from (${sql.join(waiting, sql` union all `)}) w where ${isAfter}
      order by due, sort, rank, key collate "C" limit ${limit}) q
    order by q.due, q.sort, q.rank, q.key collate "C"`.execute(db)
  return rows
}
