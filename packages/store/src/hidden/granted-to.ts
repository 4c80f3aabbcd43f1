/** Whom a rule granted a request to hide a record, or for whom a curator did: in SQL, of the correction `d`. */
export const grantedTo = 'coalesce(case when d.decided_rule is not null then d.decided_by end, d.proposed_by)'
