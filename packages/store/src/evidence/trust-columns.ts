import { type Evidence, type EvidenceKind, evidenceRules } from '@bzpeer/domain'
import { kindCodeOf, persistentWorkSchemes } from '@bzpeer/schema'
import { type RawBuilder, sql } from 'kysely'
import { isOfHidden, issuerRecord } from '../claims/word-of-others.ts'
import { isShown } from '../hidden/is-shown.ts'
import { duplicateCheckColumns } from '../identity/duplicate-reader.ts'

/** What level and score of an author record follow from, as {@link trustColumns} reads it. Instants are ISO 8601. */
export interface TrustRow {
  readonly id: number
  readonly works_count: number
  readonly supported_works: number
  /** The source that first gave the record, or one of its works where none did, and when. */
  readonly said_by: readonly [source: string, observedAt: string] | null
  readonly findable_by: readonly [scheme: string, value: string] | null
  readonly first_topic: number | null
  readonly first_close: number | null
  readonly ror: string | null
  readonly owner_claim: string | null
  /** When other records of the same person were last looked for everywhere; null where they were not. */
  readonly duplicates_checked_at: Date | null
  readonly has_open_duplicates: boolean
  /** Since when people disagree whose record it is, and since when its owner has an iD that is none of the record's. */
  readonly contested_since: Date | null
  readonly conflicting_since: Date | null
  readonly stored_evidence: readonly StoredEvidence[] | null
  /** Evidence about the record as it stood when the score was frozen, with the works that were confirmed then; null while it is not. */
  readonly frozen_record: readonly Evidence[] | null
}

export type StoredEvidence = readonly [
  kind: Evidence['kind'],
  issuer: string,
  source: string,
  observedAt: string,
  expiresAt: string | null,
  revokedAt: string | null,
  supported: number | null,
  total: number | null,
  closesTriangle: boolean | null,
  detail: EvidenceDetail | null,
  /** `control.orcid`: the record carries the iD by its sources. */
  isOfRecord: boolean | null,
  /** `authorship.supported`: the works that it names. */
  confirmed: readonly ConfirmedWork[] | null,
  /** The record that it is given with is hidden. */
  isOfHidden: boolean,
]

/**
 * A work by the number that it was confirmed under, and by the one that it has now; and whether that counts: it is on the
 * record, no iD on the byline supports it already, and who confirms it is on it too.
 */
export type ConfirmedWork = readonly [saidId: number, workId: number, counts: boolean]

/** What else a kind of evidence states, in `evidence.detail`. */
export interface EvidenceDetail {
  readonly independent?: boolean
  readonly matches_byline?: boolean
  readonly both_ways?: boolean
  readonly by?: 'sign-in' | 'email'
  readonly institution?: string
  /** `authorship.supported`: the works that a byline's email or a co-author confirms. */
  readonly work_ids?: readonly number[]
}

/** Affiliations among which one with a ROR id is looked for. */
const institutionsReadAtMost = 1_000
/** A record with more iDs than these is no person. */
const orcidsReadAtMost = 24

/** What of one kind decides at most: two vouches count, and four prove what vouches can. */
const sameKindAtMost = 16
/** Confirmations of works: one of each address on the bylines, and one of each co-author. */
const confirmationsAtMost = 100
/** Kinds that are stored, and not read off the record. Works that others confirm are looked for apart. */
const keptKinds = (Object.keys(evidenceRules) as EvidenceKind[]).filter(
  (kind) => evidenceRules[kind].bucket === 'control' || evidenceRules[kind].bucket === 'attestation',
)
/** `0000-0002-1825-0097`, at the end of however it is written. */
const orcidLength = 19

const author = sql.lit(kindCodeOf.author)
const work = sql.lit(kindCodeOf.work)

/** The source of the record; of who is known from being named alone, that of the first work. */
const saidBy = sql`coalesce(
    (select json_build_array(r.source, r.observed_at) from records r
       where r.kind = ${author} and r.entity_id = e.id order by r.observed_at, r.source limit 1),
    (select json_build_array(r.source, r.observed_at)
       from author_works w join records r on r.kind = ${work} and r.entity_id = w.work_id
       where w.author_id = e.id order by w.publication_year, w.work_id, r.source limit 1)) as said_by`

const findableBy = sql`(select json_build_array(i.scheme, i.value) from identifiers i
    where i.kind = ${work} and i.entity_id = s.identified_work_id and i.scheme in (${sql.join(persistentWorkSchemes.map((scheme) => sql.lit(scheme)))})
    order by i.scheme = 'doi' desc, i.scheme limit 1) as findable_by`

const ror = sql`(select p.ror from author_institutions a join institutions p on p.id = a.institution_id
    where a.author_id = e.id and a.rank <= ${sql.lit(institutionsReadAtMost)} and p.ror is not null
    order by a.rank limit 1) as ror`

/** Evidence `v` about the record itself, or of the claim that stands: `owner_claim` of {@link freeze}. */
const standing = sql`evidence v where v.author_id = e.id and (v.claim_id is null or v.claim_id = owner_claim)`

/**
 * What freezes a score. People disagree while a claim waits because of another or of an objection, or while an objection
 * to an accepted one, or an appeal, is not settled; a claim that waits because its evidence is thin is no dispute. An iD
 * conflicts with those of the record, where it has any. With it the claim that stands.
 */
const freeze = sql`
    select d.*, case when has_evidence then (select min(v.observed_at) from ${standing}
        and v.kind = 'control.orcid' and v.revoked_at is null and right(v.source, ${sql.lit(orcidLength)}) <> all(orcids)) end as conflicting_since
    from (select h.*,
      least(
        (select min(c.contested_at) from claims c
           where c.author_id = e.id and c.status = 'contested' and c.contest_rule in ('another-claim', 'objection')),
        (select min(o.opened_at) from claim_objections o join claims c on c.id = o.claim_id
           where o.author_id = e.id and o.resolved_at is null
             and (o.kind = 'appeal' or c.status in ('open', 'contested', 'accepted')))) as contested_since,
      case when has_evidence then (select array_agg(value) from (select value from identifiers
        where kind = ${author} and entity_id = e.id and scheme = 'orcid' limit ${sql.lit(orcidsReadAtMost)}) i) end as orcids
      from (select exists (select from evidence v where v.author_id = e.id) as has_evidence,
        (select c.id from claims c where c.author_id = e.id and c.status = 'accepted') as owner_claim offset 0) h offset 0) d offset 0`

/** Whether evidence `v` counts at an instant: `isValidAt` of the domain. */
function isValid(at: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(v.observed_at <= ${at} and (v.expires_at is null or ${at} < v.expires_at)
    and (v.revoked_at is null or ${at} < v.revoked_at), false)`
}

const since = sql`least(f.contested_since, f.conflicting_since)`
/** Now, and when the score was frozen. */
const isValidAtBoth = sql`${isValid(sql`n.at`)} and (${since} is null or ${isValid(since)})`

/** The statements that prove more than their kind alone does, see `verify` of the domain: by what they say, which an index knows … */
const provesMore = sql`v.detail ?| array['independent', 'matches_byline', 'both_ways']`
/** … or because the iD is one of the record's. */
const isOwnOrcid = sql`k.kind = 'control.orcid' and right(v.source, ${sql.lit(orcidLength)}) = any(f.orcids)`

/** The first few of a kind, as `v`, in an order of their own, each by the index. */
function firstOf(kindIs: RawBuilder<unknown>, order: RawBuilder<unknown>, limit: number): RawBuilder<unknown> {
  return sql`(select v.id from ${standing} and v.kind = k.kind and v.closes_triangle is not true and ${kindIs} order by ${order}, v.id limit ${sql.lit(limit)})`
}

const latest = sql`v.observed_at desc`

/** A co-author says all that they confirm at once; an email of the owner's what stands at one domain. */
const ofOneStatement = sql`case when v.issuer = 'this site' then v.source end, case when v.issuer = 'this site' then v.detail end`

/**
 * Those that count now or, while the score is frozen, that counted then: no level follows from them. Of what co-authors took
 * back in part since, which keeps its instant, the statement of then.
 */
const confirmations = sql`select s.id from (select distinct on (v.account_id, v.issuer, ${ofOneStatement}) v.id, v.observed_at from ${standing}
        and v.kind = 'authorship.supported' and coalesce(v.revoked_at, 'infinity') > least(n.at, ${since})
        and ${isValid(sql`least(n.at, ${since})`)}
      order by v.account_id, v.issuer, ${ofOneStatement}, v.observed_at desc, v.revoked_at, v.id) s
    order by s.observed_at desc, s.id limit ${sql.lit(confirmationsAtMost)}`

/**
 * The statements that decide, of each kind: the latest that count now, and that counted when the score was frozen; among
 * them those that prove more; and the last that lapsed. Far fewer are ever looked at by the rules, so that a page costs
 * the same however often everything was renewed. Confirmations of works add up: each is read, and of those that only renew
 * one another the latest.
 */
const decisive = sql`
    select distinct chosen.id from unnest(array[${sql.join(keptKinds.map((kind) => sql.lit(kind)))}]) k(kind) cross join lateral (
      ${firstOf(isValid(sql`n.at`), latest, sameKindAtMost)}
      union all ${firstOf(sql`${isValidAtBoth} and ${provesMore}`, latest, 2)}
      union all ${firstOf(sql`${isValidAtBoth} and ${isOwnOrcid}`, latest, 2)}
      union all ${firstOf(sql`v.expires_at <= n.at`, sql`v.expires_at desc`, 2)}
      union all ${firstOf(sql`${since} is not null and ${isValid(since)}`, latest, sameKindAtMost)}) chosen
    union select id from (${confirmations}) confirmed`

/** The first place of the author on a byline decides, as for `supported_works`. */
const confirmedWorks = sql`(select json_agg(json_build_array(said.id, said.work_id,
      exists (select from authorships a where a.work_id = said.work_id and a.author_id = v.author_id and not a.is_repeat
        and (e.is_stub or a.orcid is null or a.orcid <> all(coalesce(f.orcids, '{}'))))
      and (v.issuer = 'this site' or exists (select from authorships b
        where b.work_id = said.work_id and b.author_id = ${issuerRecord}))) order by said.id)
    from (select id::bigint, coalesce((select final_id from merged_ids m where m.kind = ${work} and m.id = w.id::bigint), id::bigint) as work_id
      from jsonb_array_elements_text(v.detail->'work_ids') w(id)) said)`

/** What is about the record itself, and what belongs to the claim that stands. */
const storedEvidence = sql`case when f.has_evidence then (select json_agg(json_build_array(v.kind, v.issuer, v.source, v.observed_at, v.expires_at,
      v.revoked_at, v.supported, v.total, v.closes_triangle, v.detail,
      case when v.kind = 'control.orcid' then coalesce(right(v.source, ${sql.lit(orcidLength)}) = any(f.orcids), false) end,
      case when v.detail ? 'work_ids' then ${confirmedWorks} end, ${isOfHidden}) order by v.observed_at desc, v.id)
    from evidence v where v.id in (${decisive}) and (v.revoked_at is null or v.revoked_at > ${since})) end as stored_evidence`

const closeCollaborator = sql`substr(r.piece->>'source', length('/authors/A') + 1)::bigint`

/** As it was, without the number of a close collaborator who is hidden by now. */
const frozenRecord = sql`(select json_agg(case when r.piece->>'kind' = 'record.close-collaborator' and r.piece->>'source' ~ '^/authors/A[0-9]{1,16}$'
        then case when ${isShown('author', closeCollaborator)} then r.piece else r.piece || '{"source": "a record that is hidden"}' end
        else r.piece end order by r.place)
    from (select h.record from trust_history h where h.author_id = e.id order by h.at desc limit 1) last
      cross join lateral jsonb_array_elements(last.record) with ordinality r(piece, place)) as frozen_record`

/** Columns of a {@link TrustRow}, besides the id, of {@link trustTables}. */
export function trustColumns(): RawBuilder<unknown> {
  return sql`coalesce(s.works_count, 0) as works_count, coalesce(s.supported_works, 0) as supported_works,
    ${saidBy}, ${findableBy},
    (select t.topic_id from author_topics t where t.author_id = e.id and t.rank = 1) as first_topic,
    (select t.coauthor_id from coauthor_ties t where t.author_id = e.id and t.is_close
      and ${isShown('author', sql`t.coauthor_id`)} order by t.rank limit 1) as first_close,
    ${ror},
    f.owner_claim,
    ${duplicateCheckColumns(sql`e.id`)}, f.contested_since, f.conflicting_since, ${storedEvidence}, ${frozenRecord}`
}

/** Authors `e` with their figures `s`, and what freezes their score, `f`, to be read at an instant. */
export function trustTables(at: Date): RawBuilder<unknown> {
  return sql`authors e left join author_stats s on s.author_id = e.id
    cross join (select ${at}::timestamptz as at) n cross join lateral (${freeze}) f`
}

/** Instant, level, score, whether it was frozen, cause. */
export type TrustHistoryRow = readonly [at: string, level: number, score: number, isFrozen: boolean, cause: string]

/** The latest changes of level and score, the latest first, as JSON of {@link TrustHistoryRow}s. */
export function trustHistoryColumn(limit: number): RawBuilder<unknown> {
  return sql`(select json_agg(json_build_array(h.at, h.level, h.score, h.is_frozen, h.cause) order by h.at desc)
    from (select * from trust_history where author_id = e.id order by at desc limit ${sql.lit(limit)}) h) as trust_history`
}
