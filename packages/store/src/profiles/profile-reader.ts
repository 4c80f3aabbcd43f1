import { emptyProfile, type HideablePart, type ResearcherProfile } from '@bzpeer/domain'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** Preferred name, description, role, open, links, highlights, hidden parts. */
export type ProfileRow = readonly [
  string | null,
  string | null,
  string | null,
  boolean,
  ResearcherProfile['links'],
  number[],
  HideablePart[],
]

/** The profile that the owner of the author `e` keeps, if there is one: a column of a query about authors. */
export function profileColumn(): RawBuilder<unknown> {
  return sql`(select json_build_array(f.preferred_name, f.description, f.role, f.is_open, f.links,
        array(select w.work_id from unnest(f.highlights) with ordinality shown(id, place)
          join author_works w on w.author_id = e.id and w.work_id = shown.id order by shown.place), f.hidden_parts)
      from researcher_profiles f join claims c on c.id = f.claim_id and c.status = 'accepted'
      where f.author_id = e.id limit 1) as profile`
}

export function toProfile(row: ProfileRow | null): ResearcherProfile {
  if (row === null) return emptyProfile
  const [preferredName, description, role, openToCollaborate, links, highlights, hiddenParts] = row
  return { preferredName, description, role, openToCollaborate, links, highlights, hiddenParts }
}

/** @returns the empty profile where its owner has written none. */
export async function readProfile(db: Kysely<Tables>, claimId: string): Promise<ResearcherProfile> {
  const { rows } = await sql<{ profile: ProfileRow }>`
    select json_build_array(f.preferred_name, f.description, f.role, f.is_open, f.links, f.highlights, f.hidden_parts) as profile
    from researcher_profiles f where f.claim_id = ${claimId}::uuid`.execute(db)
  return toProfile(rows[0]?.profile ?? null)
}
