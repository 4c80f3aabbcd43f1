import type { CorrectionKind } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'

export interface NoticeRow {
  readonly decision_id: string
  readonly account_id: string
  readonly act: string
  /** `claim:<id>` or `correction:<number>` */
  readonly subject: string
  /** A curator's or a rule's; nobody else's words stand in the log. */
  readonly reason: string
  /** What a correction proposes; null of a claim. */
  readonly correction_kind: CorrectionKind | null
  /** Of the records that it is about; null: one that is not shown, or asks not to be. */
  readonly names: readonly (string | null)[]
  /** The account's primary address; null where it has none, where that has lapsed, or where the account is gone. */
  readonly email: string | null
}

const attemptsAtMost = 9

/** What is to be told by now, the longest due first. */
export async function listNotices(db: Kysely<Tables>, at: Date, limit: number): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select n.decision_id, n.account_id, d.act, d.subject, d.reason, k.kind as correction_kind,
      coalesce((select json_agg(case when ${isShown('author', sql`r.author_id`)} and ${isShown('author', sql`r.final_id`)}
            and k.kind is distinct from 'hide' then coalesce(p.display_name, r.name) end
          order by r.author_id <> k.author_id, r.author_id)
        from (select c.author_id, c.author_id as final_id, null as name from claims c
            where c.id = case when d.act like 'claim.%' then substr(d.subject, 7)::uuid end
          union all
          select s.author_id, coalesce(m.final_id, s.author_id), s.name
            from correction_records s left join merged_ids m on m.kind = 2 and m.id = s.author_id
            where s.number = k.number) r
          left join shown_authors p on p.id = r.author_id), '[]') as names,
      (select e.email from account_emails e
        where e.account_id = n.account_id and e.is_primary and e.removed_at is null
          and (e.lapses_at is null or e.lapses_at > ${at})) as email
    from (select * from notices where next_try_at <= ${at} order by next_try_at, decision_id, account_id limit ${limit}) n
      join decisions d on d.id = n.decision_id
      left join corrections k on k.number = case when d.act like 'correction.%' then substr(d.subject, 12)::integer end
    order by n.next_try_at, d.ordinal, n.account_id`.execute(db)
  return rows
}

type Notice = Pick<NoticeRow, 'decision_id' | 'account_id'>

export async function dropNotice(db: Kysely<Tables>, { decision_id, account_id }: Notice): Promise<void> {
  await db.deleteFrom('notices').where('decision_id', '=', decision_id).where('account_id', '=', account_id).execute()
}

/** Tries again in one minute, two, four and so on, for four hours in all. */
export async function postponeNotice(db: Kysely<Tables>, notice: Notice, at: Date): Promise<void> {
  await sql`
    update notices set attempts = attempts + 1, next_try_at = ${at}::timestamptz + interval '1 minute' * power(2, attempts)
    where decision_id = ${notice.decision_id}::uuid and account_id = ${notice.account_id}::uuid`.execute(db)
  await sql`
    delete from notices where decision_id = ${notice.decision_id}::uuid and account_id = ${notice.account_id}::uuid
      and attempts >= ${sql.lit(attemptsAtMost)}`.execute(db)
}
