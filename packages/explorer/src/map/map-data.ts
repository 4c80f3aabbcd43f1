/** An institution on the map. */
export interface MapPlace {
  /** `I123` */
  readonly id: string
  readonly name: string
  readonly url: string
  /** City and country; may be empty. */
  readonly where: string
  readonly latitude: number
  readonly longitude: number
  /** What its circle is sized by; works or people. */
  readonly weight: number
  /** The figures in words: `1,204 works, 310 people` */
  readonly note: string
}

/** What binds two institutions, by their ids. */
export interface MapLine {
  readonly source: string
  readonly target: string
  readonly weight: number
  /** `3 shared works from 2022 to 2024` */
  readonly reason: string
}

export interface MapData {
  readonly places: readonly MapPlace[]
  readonly lines: readonly MapLine[]
}

/** Degrees: longitude east, latitude north. A longitude beyond 180 lies in the next copy of the world. */
export type Point = readonly [longitude: number, latitude: number]
