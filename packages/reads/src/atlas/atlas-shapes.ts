import type { Link } from '../link.ts'

/** An institution and where it stands. */
export interface Place extends Link {
  /** `Stanford, United States`; empty where neither is known. */
  readonly where: string
  /** Degrees north and east; null where the record states none, and the institution is on no map. */
  readonly coordinates: { readonly latitude: number; readonly longitude: number } | null
}

export interface AtlasPlace extends Place {
  readonly works: number
  readonly people: number
  /** With which institution it shares most works. */
  readonly strongest: (Link & { readonly sharedWorks: number }) | null
}

/** Works that two institutions share. */
export interface AtlasLine {
  readonly between: readonly [Place, Place]
  readonly works: number
  /** `3 shared works from 2022 to 2024` */
  readonly reason: string
}

export interface Atlas {
  /** In force as a filter; null where there is none. */
  readonly topic: Link | null
  /** Topics that may have been meant, where none has the name that was asked for. */
  readonly suggestedTopics: readonly Link[]
  /** Largest first. */
  readonly places: readonly AtlasPlace[]
  readonly lines: readonly AtlasLine[]
  /** How many of the places have no coordinates. */
  readonly unmapped: number
  /** What was counted, as a sentence. */
  readonly basis: string
  /** Of each institution so many works, the newest, were looked at for lines; null where a filter chose the works. */
  readonly lineWorks: number | null
}

/** An institution that shares works with the one that is asked about. */
export interface CollaboratingPlace extends Place {
  readonly works: number
  readonly reason: string
}

export interface InstitutionMap {
  readonly here: Place
  /** Most shared works first; the strongest few. */
  readonly collaborators: readonly CollaboratingPlace[]
  /** Of its works so many, the newest, were looked at. */
  readonly lineWorks: number
}

/** An institution on a byline, and who of the byline stands for it. */
export interface BylinePlace extends Place {
  readonly authors: readonly string[]
}
