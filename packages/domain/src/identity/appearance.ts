import type { PersonName } from './person-name.ts'

/** One name on one byline, with what stands around it: what people are told apart by. */
export interface Appearance {
  readonly workId: number
  readonly name: PersonName
  /** How many people may bear the name, see `expectedNamesakes`. */
  readonly namesakes: number
  /** Works by people of exactly this name. */
  readonly worksUnderName: number
  /** 0 where it is not known. */
  readonly year: number
  /**
   * The keys of the other names on the byline. Names and not records: what was decided about a co-author before, rightly
   * or wrongly, decides nothing here, so that the order in which names are looked at makes no difference.
   */
  readonly coauthors: ReadonlySet<string>
  readonly institutionIds: readonly number[]
  /** Distinctive words of the affiliation as written, see `affiliationWords`. */
  readonly affiliationWords: ReadonlySet<string>
  readonly fields: readonly WorkField[]
  /** As the byline or the record states it. */
  readonly orcid: string | null
}

/** A topic of the work; its subfield and field where they are known. */
export interface WorkField {
  readonly topicId: number
  readonly subfield: string | null
  readonly field: string | null
}
