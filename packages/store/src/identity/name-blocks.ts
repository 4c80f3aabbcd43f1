import { blockOf, findPersonName } from '@bzpeer/domain'
import type { Session } from '../session.ts'

/** Of an author's names, those that decide who they are compared with. */
const namesAtMost = 5

/** Writes which blocks the authors' names are in. Who is in a block already keeps the note of when they were looked at. */
export async function writeAuthorBlocks(
  session: Session,
  authors: readonly { readonly id: number; readonly names: readonly string[] }[],
): Promise<void> {
  const rows = authors.flatMap(({ id, names }) => blocksOf(names).map((block) => ({ id, block })))
  const parameters = [rows.map(({ id }) => id), rows.map(({ block }) => block)]
  await session.query(
    `delete from author_blocks b where b.author_id = any($3::bigint[])
       and not exists (select from unnest($1::bigint[], $2::text[]) as n (author_id, block)
         where n.author_id = b.author_id and n.block = b.block)`,
    [...parameters, authors.map(({ id }) => id)],
  )
  await session.query(
    `insert into author_blocks (author_id, block) select * from unnest($1::bigint[], $2::text[]) on conflict do nothing`,
    parameters,
  )
}

function blocksOf(names: readonly string[]): string[] {
  const found = names.slice(0, namesAtMost).map(findPersonName)
  return [...new Set(found.flatMap((name) => (name === undefined ? [] : [blockOf(name)])))]
}

const pageSize = 5_000

/** Gives blocks to authors that have none yet. @returns the last of a page, to go on from; undefined at the end. */
export async function noteNewAuthors(session: Session, afterId: number): Promise<number | undefined> {
  const { rows } = await session.query<{ id: number; names: string[] }>(
    `select a.id, a.display_name || a.alternative_names[1:${namesAtMost}] as names from authors a
     where a.id > $1 and not exists (select from author_blocks b where b.author_id = a.id) order by a.id limit ${pageSize}`,
    [afterId],
  )
  if (rows.length > 0) await writeAuthorBlocks(session, rows)
  return rows.length < pageSize ? undefined : rows.at(-1)?.id
}

export interface BylinePlace {
  readonly workId: number
  readonly position: number
}

/** Notes names on bylines that no record stands for. @returns the last of a page, to go on from; undefined at the end. */
export async function noteOpenBylines(session: Session, after: BylinePlace): Promise<BylinePlace | undefined> {
  const { rows } = await session.query<{ work_id: number; position: number; raw_name: string }>(
    `select a.work_id, a.position, a.raw_name from authorships a
     where a.author_id is null and (a.work_id, a.position) > ($1::bigint, $2::integer) and not exists (
       select from byline_resolutions r where r.work_id = a.work_id and r.position = a.position and r.raw_name = a.raw_name)
     order by a.work_id, a.position limit ${pageSize}`,
    [after.workId, after.position],
  )
  if (rows.length > 0)
    await session.query(
      `insert into byline_resolutions (work_id, position, raw_name, block)
       select * from unnest($1::bigint[], $2::integer[], $3::text[], $4::text[])
       on conflict (work_id, position) do update set raw_name = excluded.raw_name, block = excluded.block,
         author_id = null, confidence = null, evidence = null, decided_at = null`,
      [
        rows.map(({ work_id }) => work_id),
        rows.map(({ position }) => position),
        rows.map(({ raw_name }) => raw_name),
        rows.map(({ raw_name }) => blocksOf([raw_name])[0] ?? ''),
      ],
    )
  const last = rows.at(-1)
  return last === undefined || rows.length < pageSize ? undefined : { workId: last.work_id, position: last.position }
}

/** Names on bylines that no record stands for, and that may be a person's: counted up to a limit. */
export async function countOpenBylines(session: Session, limit: number): Promise<number> {
  const { rows } = await session.query<{ open: number }>(
    `select count(*) as open from (
       select from authorships a where a.author_id is null and not exists (
         select from byline_resolutions r where r.work_id = a.work_id and r.position = a.position and r.block = '')
         and not exists (select from byline_decisions d where d.work_id = a.work_id and d.position = a.position)
       limit $1) bylines`,
    [limit],
  )
  return rows[0]?.open ?? 0
}
