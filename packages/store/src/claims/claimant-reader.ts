import type { ClaimantFacts } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

const affiliationsReadAtMost = 200
/** More than these of one author give the same address on hardly any record. */
const bylineWorksAtMost = 1_000

/** Whatever may be evidence for the account about the record, in one query. */
export async function readClaimantFacts(
  db: Kysely<Tables>,
  { accountId, authorId }: { readonly accountId: string; readonly authorId: number },
  at: Date,
): Promise<ClaimantFacts> {
  const bylines = sql`author_works w join authorships b on b.work_id = w.work_id and b.author_id = w.author_id`
  const { rows } = await sql<ClaimantFacts>`
    select
      coalesce((select json_agg(json_build_object('email', e.email, 'renewedAt', e.renewed_at, 'lapsesAt', e.lapses_at,
          'bylineWorkIds', coalesce((select json_agg(said.work_id order by said.work_id) from (select distinct w.work_id from ${bylines}
            where w.author_id = ${authorId} and cardinality(b.raw_affiliations) > 0
              and lower(array_to_string(b.raw_affiliations, ' ')) ~ ('(^|[[:space:]([<{,;:"])' || ${quoted(sql`e.email`)} || '($|[^a-z0-9.-]|[.]($|[^a-z0-9]))')
            order by w.work_id limit ${sql.lit(bylineWorksAtMost)}) said), '[]'))
          order by e.email)
        from account_emails e
        where e.account_id = ${accountId}::uuid and e.confirmed_at <= ${at} and (e.removed_at is null or e.removed_at > ${at})),
        '[]') as emails,
      coalesce((select json_agg(json_build_object('orcid', s.subject, 'renewedAt', s.renewed_at,
          'isOnRecord', exists (select from identifiers i
              where i.kind = 2 and i.entity_id = ${authorId} and i.scheme = 'orcid' and i.value = s.subject)
            or exists (select from ${bylines} where w.author_id = ${authorId} and b.orcid = s.subject))
          order by s.subject)
        from (select f.subject, max(f.renewed_at) as renewed_at from sign_in_facts f
          where f.account_id = ${accountId}::uuid and f.provider_id = 'orcid' and f.ended_at is null
          group by f.subject) s), '[]') as orcids,
      coalesce((select json_agg(json_build_object('issuer', f.issuer, 'claims', f.claims, 'renewedAt', f.renewed_at) order by f.observed_at)
        from sign_in_facts f
        where f.account_id = ${accountId}::uuid and f.provider_id <> 'orcid' and f.ended_at is null), '[]') as "institutionSignIns",
      coalesce((select json_agg(json_build_object('ror', p.ror, 'name', p.display_name, 'homepageUrl', p.homepage_url) order by a.rank)
        from author_institutions a join institutions p on p.id = a.institution_id
        where a.author_id = ${authorId} and a.rank <= ${sql.lit(affiliationsReadAtMost)} and p.ror is not null
          and p.homepage_url is not null), '[]') as institutions`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('internal: a query without a table gives one row')
  return row
}

/** A text as a regular expression that matches it alone. */
function quoted(text: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`regexp_replace(${text}, '([^a-z0-9@])', '\\\\\\1', 'g')`
}
