import type { Atlas, AtlasPlace } from '@bzpeer/reads'

const pageSize = 25

export type AtlasSort = 'works' | 'people' | 'name' | 'where' | 'shared'

/** What the page of the atlas shows at once: a stretch of its places, and all its lines. */
export interface AtlasPage extends Omit<Atlas, 'places'> {
  readonly places: readonly AtlasPlace[]
  /** The 1-based place in the list of the first of them. */
  readonly first: number
  readonly placesCount: number
  readonly number: number
  readonly hasNextPage: boolean
}

const words = new Intl.Collator('en')

const orders: Readonly<Record<AtlasSort, (a: AtlasPlace, b: AtlasPlace) => number>> = {
  works: (a, b) => b.works - a.works,
  people: (a, b) => b.people - a.people,
  name: (a, b) => words.compare(a.name, b.name),
  where: (a, b) => words.compare(countryFirst(a), countryFirst(b)),
  shared: (a, b) => (b.strongest?.sharedWorks ?? 0) - (a.strongest?.sharedWorks ?? 0),
}

/** Those without a place last. */
function countryFirst({ where }: AtlasPlace): string {
  return where === '' ? '\uFFFF' : where.split(', ').toReversed().join(', ')
}

export function atlasPage(atlas: Atlas, sort: AtlasSort, number: number): AtlasPage {
  const start = (number - 1) * pageSize
  return {
    ...atlas,
    places: atlas.places.toSorted(orders[sort]).slice(start, start + pageSize),
    first: start + 1,
    placesCount: atlas.places.length,
    number,
    hasNextPage: atlas.places.length > start + pageSize,
  }
}
