import { sql } from 'kysely'

/**
 * Evidence that one account gives about a record that another owns: a vouch, or a confirmation of works. Its issuer is the
 * record that it is given with. What follows from the owner's own email has the site as its issuer.
 */
export const isWordOfOthers = sql<boolean>`(kind = 'attestation.vouch' or (kind = 'authorship.supported' and issuer <> 'this site'))`

/** The record that evidence `v` was given with; null where it was given with none. */
const issuerId = sql`case when v.issuer ~ '^A[0-9]{1,16}$' then substr(v.issuer, 2)::bigint end`

/** The same by the id that it has now. */
export const issuerRecord = sql`(select coalesce((select final_id from merged_ids where kind = 2 and id = given.id), given.id)
  from (select ${issuerId} as id) given)`

/**
 * Whether the record that evidence `v` is given with is hidden, by itself or as what took its place: who reads the evidence
 * is not told which one it is.
 */
export const isOfHidden = sql<boolean>`exists (select from hidden_records
  where kind = 2 and entity_id in (${issuerId}, ${issuerRecord}))`

/** Who evidence `v` is from, for whoever may read it. */
export const shownIssuer = sql<string>`case when ${isOfHidden} then 'a hidden record' else v.issuer end`
