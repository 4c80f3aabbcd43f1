import { type Kysely, sql } from 'kysely'

/**
 * What confirms works and has not been taken back is found without reading what has: whoever may confirm may change their
 * mind without number. So is what an account has said within a day. Works on whose bylines a confirmed email of a claimant
 * stands are confirmed by it, by the rules of `claims/claimant-reader.ts`, also where nothing has changed about the account
 * or the record since.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create index evidence_confirming on evidence (author_id, (coalesce(revoked_at, 'infinity')))
     where kind = 'authorship.supported'`,
  'drop index evidence_by_account',
  'create index evidence_by_account on evidence (account_id, observed_at)',
  `insert into evidence (id, author_id, claim_id, account_id, kind, issuer, source, observed_at, expires_at, detail)
   select gen_random_uuid(), c.author_id, c.id, c.account_id, 'authorship.supported', 'this site',
     'an address at ' || lower(substring(e.email from '[^@]*$')), now(), e.lapses_at,
     json_build_object('work_ids', said.work_ids)::jsonb
   from claims c
     join account_emails e on e.account_id = c.account_id and e.confirmed_at <= now() and e.removed_at is null
       and (e.lapses_at is null or e.lapses_at > now())
     cross join lateral (
       select json_agg(named.work_id order by named.work_id) as work_ids
       from (select distinct w.work_id
             from author_works w join authorships b on b.work_id = w.work_id and b.author_id = w.author_id
             where w.author_id = c.author_id and cardinality(b.raw_affiliations) > 0
               and lower(array_to_string(b.raw_affiliations, ' ')) ~ ('(^|[[:space:]([<{,;:"])'
                 || regexp_replace(e.email, '([^a-z0-9@])', '\\\\\\1', 'g') || '($|[^a-z0-9.-]|[.]($|[^a-z0-9]))')
             order by w.work_id limit 1000) named) said
   where c.status in ('open', 'contested', 'accepted') and said.work_ids is not null
     and not exists (select from evidence v
       where v.claim_id = c.id and v.kind = 'authorship.supported' and v.issuer = 'this site')`,
]
