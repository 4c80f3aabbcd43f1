import { sql } from 'kysely'

/**
 * Evidence that one account gives about a record that another owns: a vouch, or a confirmation of works. Its issuer is the
 * record that it is given with. What follows from the owner's own email has the site as its issuer.
 */
export const isWordOfOthers = sql<boolean>`(kind = 'attestation.vouch' or (kind = 'authorship.supported' and issuer <> 'this site'))`
