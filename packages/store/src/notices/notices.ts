import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface NoticeRow {
  readonly decision_id: string
  readonly account_id: string
  readonly act: string
  readonly claim_id: string
  readonly author_name: string
  /** The account's primary address; null where it has none, or is gone. */
  readonly email: string | null
}

const attemptsAtMost = 9

/** What is to be told by now, the longest due first. */
export async function listNotices(db: Kysely<Tables>, at: Date, limit: number): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select n.decision_id, n.account_id, d.act, c.id as claim_id, coalesce(p.display_name, '') as author_name,
      (select e.email from account_emails e
        where e.account_id = n.account_id and e.is_primary and e.removed_at is null) as email
    from (select * from notices where next_try_at <= ${at} order by next_try_at limit ${limit}) n
      join decisions d on d.id = n.decision_id
      join claims c on c.id = substr(d.subject, 7)::uuid
      left join authors p on p.id = c.author_id
    order by n.next_try_at`.execute(db)
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
