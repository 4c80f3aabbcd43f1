/** An entity as a link: where it leads and what it is called. */
export interface Link {
  /** `A123` */
  readonly id: string
  /** `/authors/A123` */
  readonly path: string
  readonly name: string
}
