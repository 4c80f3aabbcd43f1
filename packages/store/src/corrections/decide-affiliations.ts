import { kindCodeOf } from '@bzpeer/schema'
import { markDirty } from '../records/dirty.ts'
import type { StoreTransaction } from '../store.ts'

export interface AffiliationDecision {
  readonly correction: number
  readonly authorId: number
  /** Where they are not. */
  readonly institutionId: number
  /** Where they are instead; null: nothing is said. */
  readonly rightId: number | null
  readonly at: Date
}

/** From now on the author is not shown at the institution, whatever bylines and sources say. */
export async function decideAffiliation(tx: StoreTransaction, decision: AffiliationDecision): Promise<void> {
  const { correction, authorId, institutionId, rightId, at } = decision
  await tx.db
    .insertInto('affiliation_decisions')
    .values({
      number: correction,
      author_id: authorId,
      institution_id: institutionId,
      right_id: rightId,
      decided_at: at,
    })
    .execute()
  await markDirty(tx, 'author', [authorId])
}

/** @returns the author whose affiliations change: the one that it was about, or that took their place. */
export async function forgetAffiliationDecision(tx: StoreTransaction, correction: number): Promise<number[]> {
  const { rows } = await tx.session.query<{ id: number }>(
    `with gone as (delete from affiliation_decisions where number = $1 returning author_id)
     select coalesce(m.final_id, gone.author_id) as id
     from gone left join merged_ids m on m.kind = ${kindCodeOf.author} and m.id = gone.author_id`,
    [correction],
  )
  const ids = rows.map(({ id }) => id)
  await markDirty(tx, 'author', ids)
  return ids
}

/** Whether the author is shown at the institution. */
export async function hasAffiliation(
  { db }: StoreTransaction,
  authorId: number,
  institutionId: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('author_institutions')
    .select('rank')
    .where('author_id', '=', authorId)
    .where('institution_id', '=', institutionId)
    .executeTakeFirst()
  return row !== undefined
}

export async function hasInstitution({ db }: StoreTransaction, id: number): Promise<boolean> {
  return (await db.selectFrom('institutions').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}
