import type { ResearcherProfile } from '@bzpeer/domain'
import type { StoreTransaction } from '../store.ts'

export async function writeProfile(
  { db }: StoreTransaction,
  claim: { readonly id: string; readonly author_id: number },
  profile: ResearcherProfile,
  at: Date,
): Promise<void> {
  const row = {
    author_id: claim.author_id,
    preferred_name: profile.preferredName,
    description: profile.description,
    role: profile.role,
    is_open: profile.openToCollaborate,
    links: JSON.stringify(profile.links),
    highlights: [...profile.highlights],
    hidden_parts: [...profile.hiddenParts],
    updated_at: at,
  }
  await db
    .insertInto('researcher_profiles')
    .values({ claim_id: claim.id, ...row })
    .onConflict((conflict) => conflict.column('claim_id').doUpdateSet(row))
    .execute()
}
