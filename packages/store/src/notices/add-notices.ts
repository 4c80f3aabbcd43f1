import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { DecisionsTable } from '../claims/claim-tables.ts'
import type { StoreTransaction } from '../store.ts'

/** Notes that those whose case a decision is are to be told of it, without whoever made it. */
export async function addNotices(tx: StoreTransaction, decision: Insertable<DecisionsTable>): Promise<void> {
  if (decision.act.startsWith('claim.')) return tell(tx, decision, partiesOfClaim(decision))
  if (!decision.act.startsWith('correction.')) return
  await tell(tx, decision, partiesOfCorrection(decision))
  await dropOvertaken(tx, decision)
}

/** Who claims the record or has a say about it, and who did it. */
function partiesOfClaim({ subject, account_id }: Insertable<DecisionsTable>): RawBuilder<unknown> {
  return sql`
    select party.account_id, ${account_id ?? null}::uuid as done_by
    from claims c cross join lateral (
      select c.account_id
      union select o.account_id from claim_objections o where o.claim_id = c.id
      union select r.account_id from claims r
        where r.author_id = c.author_id and r.status in ('open', 'contested', 'accepted')) party
    where c.id = substr(${subject}, 7)::uuid`
}

/**
 * Who proposed it, and who claims one of the records; who asks not to be shown is told to the owner alone. What a rule
 * allowed was done by whom it allowed it.
 */
function partiesOfCorrection({ subject, account_id }: Insertable<DecisionsTable>): RawBuilder<unknown> {
  return sql`
    select party.account_id, coalesce(${account_id ?? null}::uuid, c.decided_by) as done_by
    from corrections c cross join lateral (
      select c.proposed_by as account_id where c.proposed_by is not null
      union select r.account_id from correction_records s join claims r on r.author_id = s.author_id
        where s.number = c.number and (r.status = 'accepted' or (r.status in ('open', 'contested') and c.kind <> 'hide'))) party
    where c.number = substr(${subject}, 12)::integer`
}

async function tell(
  { db }: StoreTransaction,
  { id, at }: Insertable<DecisionsTable>,
  parties: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    insert into notices (decision_id, account_id, next_try_at)
    select ${id}::uuid, p.account_id, ${at} from (${parties}) p where p.account_id is distinct from p.done_by`.execute(
    db,
  )
}

/** What is proposed and decided in one instant is told once: as decided. */
async function dropOvertaken({ db }: StoreTransaction, { id, subject, at }: Insertable<DecisionsTable>): Promise<void> {
  await sql`
    delete from notices n using decisions d
    where d.subject = ${subject} and d.at = ${at} and d.id <> ${id}::uuid and n.decision_id = d.id`.execute(db)
}
