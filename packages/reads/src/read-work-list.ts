import { listWorkCards, type WorkList } from '@bzpeer/store'
import type { Paged, WorkCard } from './page-shapes.ts'
import { type ListCursor, parseCursor, toWorkPage } from './present.ts'
import type { ReadContext } from './read-context.ts'

/** With abstracts and bylines, about what is read at a sitting; a page of them stays near 50 kB. */
const pageSize = 12

/** One page of an entity's works, newest first. @throws {MalformedCursorError} */
export async function readWorkList(
  { db }: ReadContext,
  list: WorkList,
  ownerId: number,
  cursor: ListCursor,
): Promise<(total: number) => Paged<WorkCard>> {
  const query = {
    list,
    ownerId,
    after: parseCursor(cursor.after),
    before: parseCursor(cursor.before),
    limit: pageSize + 1,
  }
  const rows = await listWorkCards(db, query)
  return (total) => toWorkPage(rows, pageSize, total, cursor)
}
