/** What is the same for every record of any kind, read off the record as it came. */
export interface Envelope {
  readonly id: number
  readonly source: string
  readonly updatedAt: Date | null
  readonly contentHash: string
}
