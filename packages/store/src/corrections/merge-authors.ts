import { AppError, kindCodeOf } from '@bzpeer/schema'
import { markDirty } from '../records/dirty.ts'
import { makeMerges, writeMerges } from '../records/write-merges.ts'
import { writeRecords } from '../records/write-records.ts'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'
import { decidedSource } from './decided-source.ts'
import { takeHeldRecords } from './held-records.ts'
import { keepRows, restoreClaims, restoreName, restoreOwnRows } from './kept-rows.ts'
import { settleBylines } from './settle-bylines.ts'
import { takeHeldMerges } from './source-merges.ts'

export interface PeoplesMerge {
  readonly correction: number
  /** The record that goes. */
  readonly authorId: number
  readonly intoId: number
  /** When it is made, or taken back. */
  readonly at: Date
}

/** A merge cannot be made or taken back as things stand. */
export class MergeImpossibleError extends AppError {
  constructor(reason: string) {
    super('merge-impossible', reason)
  }
}

/**
 * Merges one author into another because people decided so: as a source's merge does it, and what it takes away is kept.
 * The identifiers of the record that goes lead to the other one from then on. Once the claims are settled, `noteRowsAfter`.
 * @throws {MergeImpossibleError} where the other record was itself merged into this one.
 */
export async function mergeAuthors(tx: StoreTransaction, merge: PeoplesMerge): Promise<void> {
  const { correction, authorId, intoId, at } = merge
  await keepRows(tx.session, merge)
  await keepStatements(tx.session, authorId)
  const carried = await readIdentifiers(tx.session, authorId)
  const { refused } = await makeMerges(tx, [{ kind: 'author', id: authorId, intoId }], at)
  if (refused.length > 0) throw new MergeImpossibleError('One of these records was merged into the other before.')
  await tx.session.query('insert into correction_merges (author_id, number, into_id) values ($1, $2, $3)', [
    authorId,
    correction,
    intoId,
  ])
  await tx.session.query(
    `insert into identifiers (scheme, value, kind, entity_id, source)
     select scheme, value, ${kindCodeOf.author}, $3, $4 from unnest($1::text[], $2::text[]) as carried (scheme, value)
     on conflict do nothing`,
    [carried.map(({ scheme }) => scheme), carried.map(({ value }) => value), intoId, decidedSource(correction)],
  )
  await markDirty(tx, 'author', [intoId])
}

/** The names that are this author's on bylines stay theirs by statement, whatever is decided about the author. */
async function keepStatements(session: Session, authorId: number): Promise<void> {
  await session.query(
    `insert into byline_statements (work_id, position, author_id)
     select a.work_id, a.position, a.author_id
     from (select distinct work_id from author_works where author_id = $1) w
       join authorships a on a.work_id = w.work_id and a.author_id = $1
     on conflict do nothing`,
    [authorId],
  )
}

async function readIdentifiers(session: Session, authorId: number): Promise<{ scheme: string; value: string }[]> {
  const { rows } = await session.query<{ scheme: string; value: string }>(
    `select distinct scheme, value from identifiers where kind = ${kindCodeOf.author} and entity_id = $1`,
    [authorId],
  )
  return rows
}

/**
 * Takes a merge back: the record is as it was, with what its sources have said of it and of its works since; what else
 * came to the other record stays there. `noticeUntil`: who relied on a claim's being contested can object until then.
 * @throws {MergeImpossibleError} where people merged the other record further, which has to be taken back first.
 */
export async function unmergeAuthors(
  tx: StoreTransaction,
  merge: PeoplesMerge & { readonly noticeUntil: Date },
): Promise<void> {
  const { correction, authorId, at, noticeUntil } = merge
  const { session } = tx
  await forgetMerge(session, merge)
  await restoreOwnRows(session, correction)
  await restoreName(session, correction)
  await hideAlong(session, merge)
  await session.query('delete from identifiers where source = $1 and kind = $2 and entity_id = any($3::bigint[])', [
    decidedSource(correction),
    kindCodeOf.author,
    await readCarriers(session, merge),
  ])
  await restoreClaims(tx, { correction, authorId, noticeUntil, at })
  await settleBylines(tx, await listWorksStatedOf(session, authorId))
  await markDirty(tx, 'author', [authorId, merge.intoId])
  for (const { record, ...versions } of await takeHeldRecords(session, authorId))
    await writeRecords(tx, [record], { ...versions, prepared: noWorks })
  // What sources have merged otherwise meanwhile holds from now on.
  await writeMerges(tx, await takeHeldMerges(session), at)
}

/** Whoever had the other record hidden meanwhile, or what took its place, had these works hidden too. */
async function hideAlong(session: Session, merge: PeoplesMerge): Promise<void> {
  await session.query(
    `insert into hidden_records (kind, entity_id, correction_number, hidden_at)
     select kind, $1, correction_number, hidden_at from hidden_records
     where kind = ${kindCodeOf.author} and entity_id = any($2::bigint[]) on conflict do nothing`,
    [merge.authorId, await readCarriers(session, merge)],
  )
}

function noWorks(): never {
  throw new Error('internal: only records of authors are held back')
}

async function forgetMerge(session: Session, { authorId, intoId }: PeoplesMerge): Promise<void> {
  const { rows } = await session.query<{ number: number }>(
    'select number from correction_merges where author_id = $1',
    [intoId],
  )
  const [further] = rows
  if (further !== undefined)
    throw new MergeImpossibleError(
      `The other record was merged further by correction ${further.number}. Undo that one first.`,
    )
  await session.query('delete from correction_merges where author_id = $1', [authorId])
  await session.query(`delete from merged_ids where kind = ${kindCodeOf.author} and id = $1`, [authorId])
  await session.query(
    `with recursive led (id) as (
       select id from merged_ids where kind = ${kindCodeOf.author} and into_id = $1
       union select m.id from led join merged_ids m on m.kind = ${kindCodeOf.author} and m.into_id = led.id
     ) update merged_ids m set final_id = $1 from led where m.kind = ${kindCodeOf.author} and m.id = led.id`,
    [authorId],
  )
}

/** The record that the identifiers were given to, and the one that a source merged that one into. */
async function readCarriers(session: Session, { intoId }: PeoplesMerge): Promise<number[]> {
  const { rows } = await session.query<{ final_id: number }>(
    `select final_id from merged_ids where kind = ${kindCodeOf.author} and id = $1`,
    [intoId],
  )
  return [intoId, ...rows.map(({ final_id }) => final_id)]
}

/** Works on which a name is the author's by statement or by decision, or that of a record that was merged into them. */
async function listWorksStatedOf(session: Session, authorId: number): Promise<number[]> {
  const { rows } = await session.query<{ work_id: number }>(
    `with own (id) as (
       select $1::bigint union select id from merged_ids where kind = ${kindCodeOf.author} and final_id = $1)
     select s.work_id from own join byline_statements s on s.author_id = own.id
     union select d.work_id from own join byline_decisions d on d.author_id = own.id order by work_id`,
    [authorId],
  )
  return rows.map(({ work_id }) => work_id)
}
