/** What the atlas shows of institutions; `migrations/0013-atlas.ts` says more. */
export interface AtlasTables {
  /** Of every institution with a work or a person; people are counted up to 10,000. */
  institution_places: { institution_id: number; works: number; people: number }
  institution_ties: InstitutionTiesTable
}

export interface InstitutionTiesTable {
  institution_id: number
  /** 1-based, most shared works first. */
  rank: number
  other_id: number
  shared_works: number
  /** Of the shared works whose year is known. */
  first_year: number | null
  last_year: number | null
}
