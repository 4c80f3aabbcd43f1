import { createHash } from 'node:crypto'
import { kindCodeOf } from '@bzpeer/schema'
import { markDirty } from '../records/dirty.ts'
import type { StoreTransaction } from '../store.ts'
import { decidedSource } from './decided-source.ts'
import type { BylineChoice } from './decide-bylines.ts'

/** Makes a record for the person who stands in these places, under the fullest of the names as written there. */
export async function foundAuthor(
  tx: StoreTransaction,
  places: readonly BylineChoice[],
  { id, correction, at }: { readonly id: number; readonly correction: number; readonly at: Date },
): Promise<void> {
  await tx.session.query(
    `insert into authors (id, display_name, alternative_names, is_stub)
     select $3, names[1], names[2:], true from (
       select array_agg(raw_name order by length(raw_name) desc, raw_name collate "C") as names from (
         select distinct a.raw_name from unnest($1::bigint[], $2::integer[]) as n (work_id, position)
           join authorships a on a.work_id = n.work_id and a.position = n.position) written) named`,
    [places.map(({ workId }) => workId), places.map(({ position }) => position), id],
  )
  await tx.db
    .insertInto('records')
    .values({
      kind: kindCodeOf.author,
      entity_id: id,
      source: decidedSource(correction),
      source_updated_at: null,
      file_modified_at: null,
      observed_at: at,
      content_hash: createHash('md5').update(String(id)).digest('hex'),
    })
    .execute()
  await markDirty(tx, 'author', [id])
}

/** The record that was made for a correction; undefined where none was, or it was merged away since. */
export async function findFounded({ session }: StoreTransaction, correction: number): Promise<number | undefined> {
  const { rows } = await session.query<{ entity_id: number }>(
    `select entity_id from records where kind = ${kindCodeOf.author} and source = $1`,
    [decidedSource(correction)],
  )
  return rows[0]?.entity_id
}

/** Whether an id is or was a record's. */
export async function isTaken({ session }: StoreTransaction, authorId: number): Promise<boolean> {
  const { rows } = await session.query<{ taken: boolean }>(
    `select exists (select from authors where id = $1)
       or exists (select from merged_ids where kind = ${kindCodeOf.author} and id = $1) as taken`,
    [authorId],
  )
  return rows[0]?.taken === true
}

/** What the record has gained since it was made: where it has anything, it cannot be taken away again. */
export async function hasGrown({ session }: StoreTransaction, authorId: number): Promise<boolean> {
  const { rows } = await session.query<{ grown: boolean }>(
    `select not exists (select from authors where id = $1)
       or exists (select from author_works where author_id = $1)
       or exists (select from claims where author_id = $1 and status in ('open', 'contested', 'accepted'))
       or exists (select from merged_ids where kind = ${kindCodeOf.author} and final_id = $1)
       or exists (select from hidden_records where kind = ${kindCodeOf.author} and entity_id = $1)
       or exists (select from byline_decisions where author_id = $1) as grown`,
    [authorId],
  )
  return rows[0]?.grown === true
}

const ownRows = [
  ['authors', 'id = $1'],
  ['records', `kind = ${kindCodeOf.author} and entity_id = $1`],
  ['identifiers', `kind = ${kindCodeOf.author} and entity_id = $1`],
  ['name_keys', `kind = ${kindCodeOf.author} and entity_id = $1`],
  ['dirty_entities', `kind = ${kindCodeOf.author} and id = $1`],
  ...['author_stats', 'coauthor_ties', 'author_topics', 'author_institutions', 'author_blocks'].map(
    (table) => [table, 'author_id = $1'] as const,
  ),
  ['duplicate_candidates', 'author_id_a = $1 or author_id_b = $1'],
  // Of whoever else it was resolved to by rule: those names wait for the next resolution.
  ['evidence', 'author_id = $1'],
] as const

/** Takes away a record that was made for a correction that is undone. */
export async function removeAuthor({ session }: StoreTransaction, authorId: number): Promise<void> {
  for (const [table, condition] of ownRows) await session.query(`delete from ${table} where ${condition}`, [authorId])
}
