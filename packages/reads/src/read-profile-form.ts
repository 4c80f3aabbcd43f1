import type { ResearcherProfile } from '@bzpeer/domain'
import { findAliveClaim, findClaimForm, readProfile } from '@bzpeer/store'
import type { Link } from './link.ts'
import { toLink } from './present.ts'
import type { ReadContext } from './read-context.ts'

export interface ProfileForm {
  readonly author: Link
  readonly profile: ResearcherProfile
  /** Works to choose from, the latest first. */
  readonly works: readonly (Link & { readonly number: number; readonly year: number | null })[]
}

/** What the owner of a record edits; undefined for everybody else. */
export async function readProfileForm(
  { db }: ReadContext,
  authorId: number,
  accountId: string,
): Promise<ProfileForm | undefined> {
  const claim = await findAliveClaim(db, { authorId, accountId })
  if (claim?.status !== 'accepted') return undefined
  const [row, profile] = await Promise.all([findClaimForm(db, authorId), readProfile(db, claim.id)])
  if (row === undefined) return undefined
  return {
    author: toLink('author', row.id, row.display_name),
    profile,
    works: row.works.map(([id, title, year]) => ({ ...toLink('work', id, title), number: id, year })),
  }
}
