import { type Kysely, sql } from 'kysely'

/**
 * A claim that a merge left to a curator because of an iD stays with them also where no iD is on the record by now: such
 * claims are told by having been accepted, and not reopened since.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    with renamed as (
     update claims c set contest_rule = 'merged-with-orcid'
     where c.status = 'contested' and c.contest_rule = 'orcid-not-shown' and 'claim.accepted' = (
       select d.act from decisions d where d.subject = 'claim:' || c.id and d.act in ('claim.accepted', 'claim.reopened')
       order by d.ordinal desc limit 1)
     returning c.id, c.author_id)
   insert into decisions (id, at, act, author_id, subject, rule, reason)
   select gen_random_uuid(), now(), 'claim.contested', author_id, 'claim:' || id, 'merged-with-orcid',
     'The record was merged with one that carries an ORCID iD that its owner has not signed in with.' from renamed`.execute(
    db,
  )
}
