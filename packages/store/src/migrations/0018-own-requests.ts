import { type Kysely, sql } from 'kysely'

/**
 * To hide a record is everybody's own request, whoever else has asked. What an account decided or ended is found by an
 * index, for the export of everything about it. A claim that a merge left to a curator because of an iD stays with them
 * where the iD went with the merge: such claims are told by having been accepted, and not reopened since.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `update corrections set same_key = 'hide ' || author_id || ' ' || coalesce(proposed_by::text, 'nobody') where kind = 'hide'`,
  'create index corrections_by_judge on corrections (decided_by)',
  'create index corrections_by_ender on corrections (ended_by)',
  `with renamed as (
     update claims c set contest_rule = 'merged-with-orcid'
     where c.status = 'contested' and c.contest_rule = 'orcid-not-shown' and 'claim.accepted' = (
       select d.act from decisions d where d.subject = 'claim:' || c.id and d.act in ('claim.accepted', 'claim.reopened')
       order by d.ordinal desc limit 1)
     returning c.id, c.author_id)
   insert into decisions (id, at, act, author_id, subject, rule, reason)
   select gen_random_uuid(), now(), 'claim.contested', author_id, 'claim:' || id, 'merged-with-orcid',
     'The record was merged with one that carries an ORCID iD that its owner has not signed in with.' from renamed`,
]
