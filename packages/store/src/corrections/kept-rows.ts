import { logClaims } from '../claims/hand-over-claims.ts'
import { endVouches } from '../claims/revoke-vouches.ts'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'

/** Rows that are the record's own, and go when it is merged away: table, and which of its rows. */
const ownRows = [
  ['authors', 't.id = $2'],
  ['author_affiliations', 't.author_id = $2'],
  ['identifiers', 't.kind = 2 and t.entity_id = $2'],
  ['records', 't.kind = 2 and t.entity_id = $2'],
  ['author_blocks', 't.author_id = $2'],
  ['duplicate_candidates', 't.author_id_a = $2 or t.author_id_b = $2'],
] as const

/** The row in `authors` of the record that stays: who is known by mentions alone may take the fuller of two names. */
const nameOfOther = 'authors, the other'

/** Rows that a merge gives to the other record, and may change; what belongs to a claim follows it. */
const handedRows = [
  ['claims', 't.author_id = $2'],
  ['evidence', 't.author_id = $2 and t.claim_id is null'],
] as const

/** Claims on the record that stays which end because the same account owns the one that goes. */
const outdoneClaims = `t.author_id = $3 and t.status in ('open', 'contested') and exists (select from claims o
  where o.author_id = $2 and o.account_id = t.account_id and o.status = 'accepted')`

/** Objections that may come to stand against another claim of the same account; their words go with who said them. */
const movingObjections = `t.author_id in ($2, $3) and t.kind = 'contest' and t.resolved_at is null`
const movingColumns = `jsonb_build_object('id', t.id, 'claim_id', t.claim_id)`

/** Keeps what a merge takes from a record or changes about it, as it stands before, and what the other one is called. */
export async function keepRows(
  session: Session,
  { correction, authorId, intoId }: { readonly correction: number; readonly authorId: number; readonly intoId: number },
): Promise<void> {
  await session.query(
    `insert into correction_changes (number, ordinal, table_name, before)
     select $1::integer, 0, '${nameOfOther}', to_jsonb(t) from authors t where t.id = $2`,
    [correction, intoId],
  )
  for (const [table, condition] of [...ownRows, ...handedRows]) {
    await session.query(
      `insert into correction_changes (number, ordinal, table_name, before)
       select $1::integer, (select max(ordinal) from (select ordinal from correction_changes where number = $1::integer union select 0) o) + row_number() over (), '${table}', to_jsonb(t)
       from ${table} t where ${condition}`,
      [correction, authorId],
    )
  }
  for (const [table, columns, condition] of [
    ['claims', 'to_jsonb(t)', outdoneClaims],
    ['claim_objections', movingColumns, movingObjections],
  ])
    await session.query(
      `insert into correction_changes (number, ordinal, table_name, before)
       select $1::integer, (select max(ordinal) from correction_changes where number = $1::integer) + row_number() over (), '${table}', ${columns}
       from ${table} t where ${condition}`,
      [correction, authorId, intoId],
    )
}

/** Notes how a merge left the claims and the name: what is found otherwise when it is undone has been changed since. */
export async function noteRowsAfter({ session }: StoreTransaction, correction: number): Promise<void> {
  await session.query(
    `update correction_changes k set after = to_jsonb(c) from claims c
     where k.number = $1 and k.table_name = 'claims' and c.id = (k.before ->> 'id')::uuid`,
    [correction],
  )
  await session.query(
    `update correction_changes k set after = to_jsonb(a) from authors a
     where k.number = $1 and k.table_name = '${nameOfOther}' and a.id = (k.before ->> 'id')::bigint`,
    [correction],
  )
}

/** The record that stayed is called as before, unless its sources have said something else since. */
export async function restoreName(session: Session, correction: number): Promise<void> {
  await session.query(
    `update authors a set display_name = b.display_name, alternative_names = b.alternative_names
     from correction_changes k cross join lateral jsonb_populate_record(null::authors, k.before) b
     where k.number = $1 and k.table_name = '${nameOfOther}' and a.id = b.id and to_jsonb(a) = k.after`,
    [correction],
  )
}

/** Puts back the rows that the record had of its own. Of pairs with others, those whose other one is still there. */
export async function restoreOwnRows(session: Session, correction: number): Promise<void> {
  for (const [table] of ownRows) {
    const isThere =
      table === 'duplicate_candidates'
        ? `where exists (select from authors where id = r.author_id_a) and exists (select from authors where id = r.author_id_b)`
        : ''
    await session.query(
      `insert into ${table} select r.* from correction_changes k
         cross join lateral jsonb_populate_record(null::${table}, k.before) r
         ${isThere === '' ? 'where' : `${isThere} and`} k.number = $1 and k.table_name = '${table}'
       on conflict do nothing`,
      [correction],
    )
  }
}

/**
 * Gives the claims, and what belongs to them, back to the record. Where nothing has happened to a claim since the merge
 * it is as it was before; but whoever relied on its being contested has `noticeUntil` to object. Says so in the log.
 */
export async function restoreClaims(
  tx: StoreTransaction,
  { at, ...restoring }: Restoring & { readonly at: Date },
): Promise<void> {
  const { correction, authorId } = restoring
  for (const { sql, bind } of claimStatements) await tx.session.query(sql, bind(restoring))
  const { rows: claims } = await tx.session.query<{ id: string; account_id: string }>(
    `select id, account_id from claims where id in ${keptIds('claims')}`,
    [correction, authorId],
  )
  const reason = `Correction #${correction}, which had merged the record into another one, was undone.`
  await logClaims(tx, claims, { act: 'claim.moved', rule: 'merge-undone', reason, authorId, at })
  // Who owned the other record meanwhile has vouched as its owner, and is that no more.
  for (const { account_id: accountId } of claims) await endVouches(tx, { accountId, at })
  // Only now is the other record free of the claim that outdid them.
  const { rows: outdone } = await tx.session.query<{ id: string; author_id: number }>(
    `${restored('<>')} returning c.id, c.author_id`,
    [correction, authorId, restoring.noticeUntil],
  )
  for (const { id, author_id } of outdone)
    await logClaims(tx, [{ id }], {
      act: 'claim.reopened',
      rule: 'merge-undone',
      reason: `Correction #${correction}, which had merged another record into this one, was undone.`,
      authorId: author_id,
      at,
    })
  await tx.session.query(objectionsBack, [correction])
  await tx.session.query('delete from correction_changes where number = $1', [correction])
}

/** Against the claims that they stood against, where these and whoever objects are there. */
const objectionsBack = `
  update claim_objections o set claim_id = c.id, author_id = c.author_id,
    resolved_at = case when o.outcome = 'moot' then null else o.resolved_at end, outcome = nullif(o.outcome, 'moot')
  from correction_changes k cross join lateral jsonb_populate_record(null::claim_objections, k.before) b
    join claims c on c.id = b.claim_id
  where k.number = $1 and k.table_name = 'claim_objections' and o.id = b.id and c.status in ('open', 'contested', 'accepted')
    and exists (select from accounts a where a.id = o.account_id)`

interface Restoring {
  readonly correction: number
  readonly authorId: number
  readonly noticeUntil: Date
}

/** Of the rows that a merge kept, those of the record that went: `$1` is the correction, `$2` the record. */
const keptIds = (table: string): string => `(select (k.before ->> 'id')::uuid from correction_changes k
  where k.number = $1 and k.table_name = '${table}' and (k.before ->> 'author_id')::bigint = $2)`

/** Back as they were, unless something has happened to them since, or nobody is there to have them. */
const restored = (isOfRecord: string): string => `
  update claims c set status = b.status, window_ends_at = case when b.status = 'open' and b.status <> c.status
      then greatest(b.window_ends_at, $3) else b.window_ends_at end,
    waits_until = b.waits_until, contested_at = b.contested_at, contest_rule = b.contest_rule,
    accepted_at = b.accepted_at, ended_at = b.ended_at, author_id = b.author_id
  from correction_changes k cross join lateral jsonb_populate_record(null::claims, k.before) b
  where k.number = $1 and k.table_name = 'claims' and c.id = b.id and to_jsonb(c) = k.after and b.author_id ${isOfRecord} $2
    and exists (select from accounts a where a.id = b.account_id)
    and not exists (select from claims o where o.author_id = b.author_id and o.account_id = b.account_id and o.id <> b.id
      and o.status in ('open', 'contested', 'accepted'))`

const claimStatements: readonly { readonly sql: string; readonly bind: (it: Restoring) => readonly unknown[] }[] = [
  {
    sql: restored('='),
    bind: ({ correction, authorId, noticeUntil }) => [correction, authorId, noticeUntil],
  },
  {
    sql: `update claims set author_id = $2 where id in ${keptIds('claims')} and author_id <> $2`,
    bind: ({ correction, authorId }) => [correction, authorId],
  },
  ...['claim_objections', 'evidence', 'researcher_profiles'].map((table) => ({
    sql: `update ${table} set author_id = $2 where claim_id in ${keptIds('claims')} and author_id <> $2`,
    bind: ({ correction, authorId }: Restoring) => [correction, authorId],
  })),
  {
    sql: `update evidence set author_id = $2 where id in ${keptIds('evidence')} and author_id <> $2`,
    bind: ({ correction, authorId }) => [correction, authorId],
  },
]

/** Keeps what was found out about two records being one, before people decide that they are not. */
export async function keepPair(
  { session }: StoreTransaction,
  correction: number,
  ids: readonly [number, number],
): Promise<void> {
  await session.query(
    `insert into correction_changes (number, ordinal, table_name, before)
     select $1::integer, 1, 'duplicate_candidates', to_jsonb(t) from duplicate_candidates t
     where t.author_id_a = least($2::bigint, $3::bigint) and t.author_id_b = greatest($2::bigint, $3::bigint)`,
    [correction, ...ids],
  )
}

/** Whether two records are one is as open as it was. */
export async function restorePair(
  { session }: StoreTransaction,
  correction: number,
  ids: readonly [number, number],
): Promise<void> {
  await session.query(
    `delete from duplicate_candidates
     where author_id_a = least($1::bigint, $2::bigint) and author_id_b = greatest($1::bigint, $2::bigint)`,
    [...ids],
  )
  await restoreOwnRows(session, correction)
  await session.query('delete from correction_changes where number = $1', [correction])
}
