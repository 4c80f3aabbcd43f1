import type { ColumnType } from 'kysely'

/** What owners add to their records; `migrations/0009-profiles.ts` says more. */
export interface ProfileTables {
  researcher_profiles: ResearcherProfilesTable
}

export interface ResearcherProfilesTable {
  claim_id: string
  author_id: number
  preferred_name: string | null
  description: string | null
  role: string | null
  /** Open to collaborate. */
  is_open: boolean
  links: ColumnType<{ readonly label: string; readonly url: string }[], string, string>
  /** Works that are shown first, in this order. */
  highlights: number[]
  /** Parts of the page that its owner has taken off it: `HideablePart` of the domain. */
  hidden_parts: string[]
  updated_at: Date
}
