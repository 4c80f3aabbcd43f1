/** Who says so, of what stands in the record because people decided it: the correction. */
export function decidedSource(correction: number): string {
  return `correction ${correction}`
}

/** As a pattern of `like`. */
export const decidedSources = 'correction %'
