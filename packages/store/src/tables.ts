import type { ColumnType, Generated } from 'kysely'
import type { AccountTables } from './accounts/account-tables.ts'
import type { AtlasTables } from './atlas/atlas-tables.ts'
import type { ClaimTables } from './claims/claim-tables.ts'
import type { CorrectionTables } from './corrections/correction-tables.ts'
import type { HiddenTables } from './hidden/hidden-tables.ts'
import type { IdentityTables } from './identity/identity-tables.ts'
import type { NoticeTables } from './notices/notice-tables.ts'
import type { ProfileTables } from './profiles/profile-tables.ts'
import type { TrustTables } from './evidence/trust-tables.ts'

/** The tables as Kysely sees them; `migrations/` says what each is for. Ids and counts are numbers below 2^53. */
export interface Tables
  extends
    AccountTables,
    AtlasTables,
    ClaimTables,
    CorrectionTables,
    HiddenTables,
    IdentityTables,
    NoticeTables,
    ProfileTables,
    TrustTables {
  works: WorksTable
  authors: AuthorsTable
  /** Those that are not hidden on request: a view. */
  shown_authors: AuthorsTable
  institutions: InstitutionsTable
  topics: TopicsTable
  sources: SourcesTable
  authorships: AuthorshipsTable
  author_works: AuthorWorksTable
  institution_works: { institution_id: number; publication_year: number; work_id: number }
  work_topics: WorkTopicsTable
  topic_works: { topic_id: number; publication_year: number; work_id: number }
  source_works: { source_id: number; publication_year: number; work_id: number }
  work_locations: WorkLocationsTable
  work_references: { work_id: number; cited_id: number }
  work_citations: { cited_id: number; publication_year: number; work_id: number }
  author_affiliations: { author_id: number; institution_id: number; years: number[]; is_last_known: boolean }
  institution_links: { institution_id: number; related_id: number; relationship: string | null }
  identifiers: { scheme: string; value: string; kind: number; entity_id: number; source: string }
  records: RecordsTable
  /** What took the id's place as it was stated, and what the chain of such statements ends at. */
  merged_ids: { kind: number; id: number; into_id: number; final_id: number }
  entity_counts: { kind: number; id: number; works: Generated<number>; cited_by: Generated<number> }
  author_stats: AuthorStatsTable
  coauthor_ties: CoauthorTiesTable
  author_topics: AuthorTopicsTable
  author_institutions: AuthorInstitutionsTable
  name_keys: { kind: number; weight: number; key: string; entity_id: number; is_fuzzy: boolean }
  dirty_entities: { kind: number; id: number }
  import_runs: ImportRunsTable
  import_files: ImportFilesTable
  import_rejects: { run_id: string; ordinal: number; line: number; reason: string }
  meta: { key: string; value: ColumnType<unknown, string, string> }
}

export interface WorksTable {
  id: number
  title: string | null
  type: string
  publication_year: number | null
  /** `1997-01-31` */
  publication_date: string | null
  language: string | null
  source_id: number | null
  landing_page_url: string | null
  pdf_url: string | null
  is_oa: boolean | null
  is_retracted: boolean
  volume: string | null
  issue: string | null
  first_page: string | null
  last_page: string | null
  keywords: string[]
  abstract: string | null
  byline_count: number
  references_count: number
  topics_stated: boolean
}

export interface AuthorsTable {
  id: number
  display_name: string
  alternative_names: string[]
  /** Known only from being named by another record. */
  is_stub: boolean
}

export interface InstitutionsTable {
  id: number
  display_name: string
  alternative_names: string[]
  acronyms: string[]
  ror: string | null
  type: string | null
  country_code: string | null
  homepage_url: string | null
  city: string | null
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
  is_stub: boolean
}

export interface TopicsTable {
  id: number
  display_name: string
  description: string | null
  subfield_id: number | null
  subfield: string | null
  field_id: number | null
  field: string | null
  domain_id: number | null
  domain: string | null
  is_stub: boolean
}

export interface SourcesTable {
  id: number
  display_name: string
  alternative_names: string[]
  abbreviated_title: string | null
  type: string | null
  homepage_url: string | null
  host_organization: string | null
  country_code: string | null
  is_stub: boolean
}

export interface AuthorshipsTable {
  work_id: number
  /** 1-based place on the byline. */
  position: number
  author_id: number | null
  /** The same author stands on an earlier place of this byline too. */
  is_repeat: boolean
  raw_name: string
  raw_affiliations: string[]
  institution_ids: number[]
  is_corresponding: boolean | null
  /** The author's iD as this byline states it, whatever other records say. */
  orcid: string | null
}

export interface AuthorWorksTable {
  author_id: number
  /** 0 where the year is not known, here and in every table keyed by year. */
  publication_year: number
  work_id: number
  position: number
  /** Distinct names on the byline, resolved or not. */
  byline_size: number
}

export interface WorkTopicsTable {
  work_id: number
  rank: number
  topic_id: number
  score: number | null
  is_derived: boolean
}

export interface WorkLocationsTable {
  work_id: number
  position: number
  source_id: number | null
  landing_page_url: string | null
  pdf_url: string | null
}

export interface RecordsTable {
  kind: number
  entity_id: number
  source: string
  source_updated_at: Date | null
  /** Of the file that said it last: what decides between versions that the source does not date apart. */
  file_modified_at: Date | null
  observed_at: Date
  content_hash: string
}

export interface AuthorStatsTable {
  author_id: number
  works_count: number
  topics_count: number
  collaborators_count: number
  close_collaborators_count: number
  /** A work that can be found by a persistent identifier: the one with the smallest id. */
  identified_work_id: number | null
  /** Works whose byline states the iD that the author's own record has. */
  supported_works: Generated<number>
}

export interface CoauthorTiesTable {
  author_id: number
  /** 1-based, strongest tie first. */
  rank: number
  coauthor_id: number
  shared_works: number
  strength: number
  is_close: boolean
  first_year: number | null
  last_year: number | null
  /** Of the shared works, at most three. */
  latest_work_ids: Generated<number[]>
}

export interface AuthorTopicsTable {
  author_id: number
  /** 1-based, most works first. */
  rank: number
  topic_id: number
  works: number
  /** Of all these works by matching their text. */
  is_derived: boolean
  first_year: number | null
  last_year: number | null
  /** At most three. */
  latest_work_ids: Generated<number[]>
}

export interface AuthorInstitutionsTable {
  author_id: number
  /** 1-based: the last known first, then the latest. */
  rank: number
  institution_id: number
  works: number
  first_year: number | null
  last_year: number | null
  /** Stated in the author's record, not only read off bylines. */
  is_stated: boolean
  /** At most three. */
  latest_work_ids: Generated<number[]>
}

export interface ImportRunsTable {
  id: string
  started_at: Date
  finished_at: Date | null
  abandoned: Generated<boolean>
}

export interface ImportFilesTable {
  run_id: string
  ordinal: number
  path: string
  size: number
  modified_at: Date
  lines_done: Generated<number>
  is_done: Generated<boolean>
  tally: ColumnType<unknown, string | undefined, string>
}
