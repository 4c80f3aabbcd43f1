import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import type { Session } from '../session.ts'

/**
 * Hides what took the place of hidden records: a merge gives it their works and names, and who asked to be hidden must
 * not come back under another id. In the transaction of the merge. The records that went stay hidden as well, so that
 * their addresses answer what they answered before; a correction that is undone shows all that it hid, except what
 * another one hides, too.
 */
export async function hideSuccessors(session: Session, kind: EntityKind, ids: readonly number[]): Promise<void> {
  await session.query(
    `insert into hidden_records (kind, entity_id, correction_number, hidden_at)
     select h.kind, m.final_id, h.correction_number, h.hidden_at
     from merged_ids m join hidden_records h on h.kind = m.kind and h.entity_id = m.id
     where m.kind = $1 and m.id = any($2::bigint[])
     on conflict do nothing`,
    [kindCodeOf[kind], ids],
  )
}
