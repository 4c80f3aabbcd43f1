import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface NoticeRow {
  readonly decision_id: string
  readonly act: string
  readonly reason: string
  readonly claim_id: string
  readonly author_name: string
  /** Primary addresses of those whose case it is, without whoever did it. */
  readonly emails: readonly string[]
}

const attemptsAtMost = 5

/** What has not been told yet, the oldest first. Claimant, other claimants and those who object hear of it. */
export async function listNotices(db: Kysely<Tables>, limit: number): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select n.decision_id, d.act, d.reason, c.id as claim_id, coalesce(p.display_name, '') as author_name,
      coalesce((select array_agg(distinct e.email) from account_emails e
        where e.is_primary and e.removed_at is null and e.account_id is distinct from d.account_id and e.account_id in (
          select c.account_id
          union select o.account_id from claim_objections o where o.claim_id = c.id
          union select r.account_id from claims r
            where r.author_id = c.author_id and r.status in ('open', 'contested', 'accepted'))), '{}') as emails
    from (select * from notices order by noted_at limit ${limit}) n
      join decisions d on d.id = n.decision_id
      join claims c on d.subject = 'claim:' || c.id
      left join authors p on p.id = c.author_id
    order by n.noted_at`.execute(db)
  return rows
}

export async function dropNotice(db: Kysely<Tables>, decisionId: string): Promise<void> {
  await db.deleteFrom('notices').where('decision_id', '=', decisionId).execute()
}

/** Counts a try that failed; after a few of them the notice is given up. */
export async function postponeNotice(db: Kysely<Tables>, decisionId: string, at: Date): Promise<void> {
  await db
    .updateTable('notices')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), noted_at: at }))
    .where('decision_id', '=', decisionId)
    .execute()
  await db.deleteFrom('notices').where('decision_id', '=', decisionId).where('attempts', '>=', attemptsAtMost).execute()
}
