import {
  type CorrectionDetails,
  type CorrectionKind,
  type CorrectionParties,
  type CorrectionStatus,
  sameCorrectionKey,
} from '@bzpeer/domain'
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { hiders } from '../hidden/hiders.ts'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'
import type { CorrectionsTable } from './correction-tables.ts'

export type CorrectionRow = Selectable<CorrectionsTable>

/** The correction, held until the transaction ends: of two decisions in the same instant the second sees the first. */
export async function holdCorrection({ db }: StoreTransaction, number: number): Promise<CorrectionRow | undefined> {
  return db.selectFrom('corrections').selectAll().where('number', '=', number).forUpdate().executeTakeFirst()
}

/** All that the account has proposed, held in the same way. */
export async function holdProposals({ db }: StoreTransaction, accountId: string): Promise<void> {
  await db
    .selectFrom('corrections')
    .select('number')
    .where('proposed_by', '=', accountId)
    .orderBy('number')
    .forUpdate()
    .execute()
}

/** The open correction that proposes the same; undefined where there is none. */
export async function findSameProposal(db: Kysely<Tables>, sameKey: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('corrections')
    .select('number')
    .where(sql<boolean>`md5(same_key) = md5(${sameKey})`)
    .where('same_key', '=', sameKey)
    .where('status', '=', 'open')
    .executeTakeFirst()
  return row?.number
}

/** Who has ever proposed the same, whatever became of it. */
export async function listProposers(db: Kysely<Tables>, details: CorrectionDetails): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct c.proposed_by as account_id from correction_records r join corrections c on c.number = r.number
    where r.author_id = ${details.authorId} and c.same_key = ${sameCorrectionKey(details)} and c.proposed_by is not null`.execute(
    db,
  )
  return rows.map(({ account_id }) => account_id)
}

/** How many proposals of the account are undecided, and how many it has made since; requests to hide are counted apart. */
export async function readProposalLoad(
  db: Kysely<Tables>,
  { accountId, since, isHiding }: { readonly accountId: string; readonly since: Date; readonly isHiding: boolean },
): Promise<{ readonly open: number; readonly recent: number }> {
  const { rows } = await sql<{ open: number; recent: number }>`
    select count(*) filter (where status = 'open')::integer as open,
      count(*) filter (where opened_at >= ${since})::integer as recent
    from corrections where proposed_by = ${accountId}::uuid and (status = 'open' or opened_at >= ${since})
      and (kind = 'hide') = ${isHiding}`.execute(db)
  return rows[0] ?? { open: 0, recent: 0 }
}

/**
 * Whose case these records are: everyone who ever claimed one of them, or objected to a claim on one, and who ever asked
 * for one to be hidden; of records that were merged, those of what they led to as well.
 */
export async function readStakes(
  db: Kysely<Tables>,
  authorIds: readonly number[],
): Promise<Pick<CorrectionParties, 'partyIds' | 'hiderIds'>> {
  const { rows: parties } = await sql<{ account_id: string }>`
    with recursive records (id) as (
      select unnest(${[...authorIds]}::bigint[])
      union select m.into_id from records join merged_ids m on m.kind = 2 and m.id = records.id
    )
    select account_id from claims where author_id in (select id from records)
    union select account_id from claim_objections where author_id in (select id from records)`.execute(db)
  const { rows: asked } = await sql<{ account_id: string }>`${hiders(authorIds)}`.execute(db)
  const toIds = (rows: typeof parties): string[] => rows.map(({ account_id }) => account_id)
  return { partyIds: toIds(parties), hiderIds: toIds(asked) }
}

/** Whose case a correction is. */
export async function readCorrectionParties(db: Kysely<Tables>, correction: CorrectionRow): Promise<CorrectionParties> {
  const records = await db
    .selectFrom('correction_records')
    .select('author_id')
    .where('number', '=', correction.number)
    .execute()
  const authorIds = records.map(({ author_id }) => author_id)
  return {
    status: correction.status,
    proposerId: correction.proposed_by,
    ...(await readStakes(db, authorIds)),
    grantedToId: await findGrantedTo(db, correction),
  }
}

/** Whom a rule granted it to; an owner, only as long as they are one. */
async function findGrantedTo(
  db: Kysely<Tables>,
  { kind, author_id, decided_rule, decided_by }: CorrectionRow,
): Promise<string | null> {
  if (decided_rule === null || decided_by === null) return null
  if (kind === 'hide') return decided_by
  const { rows } = await sql`
    select from claims where account_id = ${decided_by}::uuid and status = 'accepted'
      and author_id = coalesce((select final_id from merged_ids where kind = 2 and id = ${author_id}), ${author_id})`.execute(
    db,
  )
  return rows.length === 0 ? null : decided_by
}

/** What has to be known of a record before something is decided about it. */
export interface CorrectedRecordRow {
  readonly id: number
  readonly name: string
  readonly is_hidden: boolean
  readonly owner_id: string | null
  /** ORCID iDs that the owner has signed in with. */
  readonly owner_orcids: readonly string[]
  /** `orcid 0000-…`; of schemes that are given to people. */
  readonly identifiers: readonly string[]
}

/** The records with these ids, of those that there are. */
export async function readCorrectedRecords(
  db: Kysely<Tables>,
  ids: readonly number[],
  personSchemes: readonly string[],
): Promise<CorrectedRecordRow[]> {
  const { rows } = await sql<CorrectedRecordRow>`
    select e.id, e.display_name as name,
      exists (select from hidden_records h where h.kind = 2 and h.entity_id = e.id) as is_hidden,
      (select c.account_id from claims c where c.author_id = e.id and c.status = 'accepted') as owner_id,
      coalesce((select array_agg(distinct f.subject) from claims c join sign_in_facts f on f.account_id = c.account_id
        where c.author_id = e.id and c.status = 'accepted' and f.provider_id = 'orcid' and f.ended_at is null), '{}') as owner_orcids,
      coalesce((select array_agg(distinct i.scheme || ' ' || i.value) from identifiers i
        where i.kind = 2 and i.entity_id = e.id and i.scheme = any(${[...personSchemes]})), '{}') as identifiers
    from authors e where e.id = any(${[...ids]}::bigint[])`.execute(db)
  return rows
}

export interface ListedCorrectionRow {
  readonly number: number
  readonly kind: CorrectionKind
  readonly status: CorrectionStatus
  readonly opened_at: Date
  readonly decided_at: Date | null
  readonly ended_at: Date | null
  readonly details: CorrectionDetails
  readonly is_owned: boolean
  /** Id, name, whether the record is there, whether it is hidden. */
  readonly records: readonly (readonly [number, string, boolean, boolean])[]
}

const recordsShown = 3

/** Of a record `r` that a correction is about, or of the one that it was merged into. */
export const isHiddenByNow = sql`exists (select from hidden_records h where h.kind = 2
  and h.entity_id in (r.author_id, (select m.final_id from merged_ids m where m.kind = 2 and m.id = r.author_id)))`

const listed = sql`c.number, c.kind, c.status, c.opened_at, c.decided_at, c.ended_at, c.details,
  exists (select from correction_records r join claims o on o.author_id = r.author_id and o.status = 'accepted'
    where r.number = c.number) as is_owned,
  coalesce((select json_agg(json_build_array(r.author_id, coalesce(e.display_name, r.name), e.id is not null,
      ${isHiddenByNow}) order by r.author_id <> c.author_id, r.author_id)
    from (select * from correction_records where number = c.number order by author_id <> c.author_id, author_id limit ${sql.lit(recordsShown)}) r
      left join authors e on e.id = r.author_id), '[]') as records`

/** Corrections, the latest first, from one number downwards. */
export async function listCorrections(
  db: Kysely<Tables>,
  {
    status,
    before,
    limit,
  }: { readonly status: CorrectionStatus | null; readonly before: number | null; readonly limit: number },
): Promise<ListedCorrectionRow[]> {
  const { rows } = await sql<ListedCorrectionRow>`
    select ${listed} from (select * from corrections
      where ${status === null ? sql`true` : sql`status = ${status}`} and ${before === null ? sql`true` : sql`number < ${before}`}
      order by number desc limit ${limit}) c
    order by c.number desc`.execute(db)
  return rows
}

/** What is proposed about an author, or about a record that was merged into it, and not decided yet, the oldest first. */
export async function listOpenCorrectionsOf(
  db: Kysely<Tables>,
  authorId: number,
  limit: number,
): Promise<{ readonly number: number; readonly kind: CorrectionKind; readonly opened_at: Date }[]> {
  const { rows } = await sql<{ number: number; kind: CorrectionKind; opened_at: Date }>`
    select c.number, c.kind, c.opened_at from corrections c
    where c.status = 'open' and c.number in (select number from correction_records where author_id = any(array(
      select ${authorId}::bigint union all select id from merged_ids where kind = 2 and final_id = ${authorId})))
    order by c.number limit ${limit}`.execute(db)
  return rows
}

/**
 * What an account proposed, was granted by a rule, decided or ended, for the export of everything about it. Of what others
 * proposed it holds what was done, and not their words.
 */
export async function readCorrectionsForExport(db: Kysely<Tables>, accountId: string): Promise<object[]> {
  const { rows } = await sql<object>`
    select number, kind, details, status, is_proposer as proposed_by_this_account, is_granted as granted_to_this_account,
      is_judge as decided_by_this_account, is_ender as ended_by_this_account,
      case when is_proposer then statement end as statement, case when is_proposer then evidence_url end as evidence_url,
      opened_at, decided_at, decided_rule, case when is_proposer or is_granted or is_judge then reason end as reason,
      ended_at, case when is_proposer or is_granted or is_ender then end_reason end as end_reason
    from (select *, proposed_by is not distinct from ${accountId}::uuid as is_proposer,
        ${grantedToAccount(accountId)} as is_granted,
        decided_rule is null and decided_by is not distinct from ${accountId}::uuid as is_judge,
        ended_by is not distinct from ${accountId}::uuid as is_ender
      from corrections
      where proposed_by = ${accountId}::uuid or decided_by = ${accountId}::uuid or ended_by = ${accountId}::uuid) c
    order by number`.execute(db)
  return rows
}

/** A condition on `corrections`: a rule granted it to the account, whoever had proposed it. */
export function grantedToAccount(accountId: string): RawBuilder<boolean> {
  return sql`(decided_rule is not null and decided_by = ${accountId}::uuid)`
}
