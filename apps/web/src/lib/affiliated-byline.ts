import type { BylineSlot, Link } from '@bzpeer/reads'

/** A byline as journals print it: each name with the numbers of its institutions, each institution once. */
export interface AffiliatedByline {
  readonly names: readonly (BylineSlot & { readonly numbers: readonly number[] })[]
  /** In the order of their first mention; number 1 is the first. */
  readonly institutions: readonly Link[]
}

export function affiliate(byline: readonly BylineSlot[]): AffiliatedByline {
  const numberOf = new Map<string, number>()
  const institutions: Link[] = []
  const names = byline.map((slot) => {
    const numbers = slot.institutions.map((institution) => {
      const known = numberOf.get(institution.id)
      if (known !== undefined) return known
      numberOf.set(institution.id, institutions.push(institution))
      return institutions.length
    })
    return { ...slot, numbers: [...new Set(numbers)].toSorted((a, b) => a - b) }
  })
  return { names, institutions }
}
