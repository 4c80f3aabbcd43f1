/** What a part of the run came to. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** Why each of those that were skipped was. */
  readonly skipped: readonly string[]
}

/** One thing that `npm test` does, and that `npm test -- NAME` does alone. */
export interface Part {
  readonly name: string
  run(): Promise<Outcome>
}
