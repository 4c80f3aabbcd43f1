import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '../tables.ts'

/** Claims that have a say about the record, whether it is hidden or not. */
export async function listSayingClaims(
  db: Kysely<Tables>,
  authorId: number,
): Promise<Pick<Selectable<Tables['claims']>, 'account_id' | 'status' | 'accepted_at'>[]> {
  return db
    .selectFrom('claims')
    .select(['account_id', 'status', 'accepted_at'])
    .where('author_id', '=', authorId)
    .where('status', 'in', ['open', 'contested', 'accepted'])
    .execute()
}
