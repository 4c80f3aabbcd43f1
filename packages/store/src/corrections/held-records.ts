import { type AuthorRecord, type EntityRecord, kindCodeOf } from '@bzpeer/schema'
import type { Session } from '../session.ts'

interface Versioned {
  readonly observedAt: Date
  readonly fileModifiedAt: Date
}

/** Keeps what sources say of authors that people merged away, the newest of each source where
 * that is something else than what they said before: undoing the merge brings it in. */
export async function holdRecords(
  session: Session,
  givenUp: readonly EntityRecord[],
  { observedAt, fileModifiedAt }: Versioned,
): Promise<void> {
  const authors = givenUp.filter(({ kind }) => kind === 'author')
  if (authors.length === 0) return
  const { rows } = await session.query<{ author_id: number }>(
    'select author_id from correction_merges where author_id = any($1::bigint[])',
    [authors.map(({ id }) => id)],
  )
  const mergedAway = new Set(rows.map(({ author_id }) => author_id))
  for (const record of authors.filter(({ id }) => mergedAway.has(id))) {
    await session.query(
      `insert into held_records as h (kind, entity_id, source, record, file_modified_at, observed_at)
       select ${kindCodeOf.author}, $1::bigint, $2::text, $3::jsonb, $4, $5
       where not exists (select from correction_merges m join correction_changes k on k.number = m.number
         where m.author_id = $1::bigint and k.table_name = 'records' and k.before ->> 'source' = $2::text
           and k.before ->> 'content_hash' = $6)
       on conflict (kind, entity_id, source) do update
         set record = excluded.record, file_modified_at = excluded.file_modified_at, observed_at = excluded.observed_at
         where (coalesce(excluded.record ->> 'updatedAt', ''), excluded.file_modified_at)
           > (coalesce(h.record ->> 'updatedAt', ''), h.file_modified_at)`,
      [record.id, record.source, JSON.stringify(record), fileModifiedAt, observedAt, record.contentHash],
    )
  }
}

export interface HeldRecord extends Versioned {
  readonly record: AuthorRecord
}

/** Takes out what was kept of an author. */
export async function takeHeldRecords(session: Session, authorId: number): Promise<HeldRecord[]> {
  const { rows } = await session.query<{
    record: Omit<AuthorRecord, 'updatedAt'> & { readonly updatedAt: string | null }
    file_modified_at: Date
    observed_at: Date
  }>(
    `delete from held_records where kind = ${kindCodeOf.author} and entity_id = $1
     returning record, file_modified_at, observed_at`,
    [authorId],
  )
  return rows.map(({ record, file_modified_at, observed_at }) => ({
    record: { ...record, updatedAt: record.updatedAt === null ? null : new Date(record.updatedAt) },
    fileModifiedAt: file_modified_at,
    observedAt: observed_at,
  }))
}
