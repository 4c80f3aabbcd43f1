import type { AtlasLineRow, AtlasPlaceRow, PlaceRow } from '@bzpeer/store'
import { toLink } from '../present.ts'
import { countOf, yearsOf } from '../reasons.ts'
import type { AtlasLine, AtlasPlace, Place } from './atlas-shapes.ts'

export function toPlace({ id, name, city, country, latitude, longitude }: PlaceRow): Place {
  return {
    ...toLink('institution', id, name),
    where: [city, country].filter((part) => part !== null).join(', '),
    coordinates: latitude === null || longitude === null ? null : { latitude, longitude },
  }
}

export function toAtlasPlace(row: AtlasPlaceRow): AtlasPlace {
  const { works, people, strongest } = row
  return {
    ...toPlace(row),
    works,
    people,
    strongest:
      strongest === null ? null : { ...toLink('institution', strongest[0], strongest[1]), sharedWorks: strongest[2] },
  }
}

/** The lines between places that are there: one end may have been hidden meanwhile. */
export function toLines(rows: readonly AtlasLineRow[], places: ReadonlyMap<number, Place>): AtlasLine[] {
  return rows.flatMap(({ a, b, works, first_year, last_year }) => {
    const [one, other] = [places.get(a), places.get(b)]
    if (one === undefined || other === undefined) return []
    return [{ between: [one, other], works, reason: reasonOfShared(works, first_year, last_year) }]
  })
}

export function reasonOfShared(works: number, firstYear: number | null, lastYear: number | null): string {
  return countOf(works, 'shared work') + yearsOf(firstYear, lastYear)
}
