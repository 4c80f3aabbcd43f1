import type { MapData, MapPlace } from '@bzpeer/explorer/map'
import type { Atlas, BylinePlace, InstitutionMap, Place } from '@bzpeer/reads'
import { formatCountOf } from './figures.ts'

/** What reads say about places, as the map takes it: those alone that stand somewhere. */

export function mapOfAtlas({ places, lines }: Pick<Atlas, 'places' | 'lines'>, by: 'works' | 'people'): MapData {
  return {
    places: places.flatMap((place) =>
      toMapPlace(
        place,
        place[by],
        `${formatCountOf(place.works, 'work')}, ${formatCountOf(place.people, 'person', 'people')}`,
      ),
    ),
    lines: lines
      .filter(({ between }) => between.every(({ coordinates }) => coordinates !== null))
      .map(({ between: [one, other], works, reason }) => ({ source: one.id, target: other.id, weight: works, reason })),
  }
}

export function mapOfInstitution({ here, collaborators }: InstitutionMap, works: number): MapData {
  const mapped = collaborators.filter(({ coordinates }) => coordinates !== null)
  return {
    places: [
      ...toMapPlace(here, works, formatCountOf(works, 'work')),
      ...mapped.flatMap((place) => toMapPlace(place, place.works, place.reason)),
    ],
    lines:
      here.coordinates === null
        ? []
        : mapped.map((place) => ({ source: here.id, target: place.id, weight: place.works, reason: place.reason })),
  }
}

export function mapOfByline(places: readonly BylinePlace[]): MapData {
  return {
    places: places.flatMap((place) => toMapPlace(place, place.authors.length, listOf(place.authors))),
    lines: [],
  }
}

const namesShown = 4

/** `A, B, C, D and 3 more` */
export function listOf(names: readonly string[]): string {
  const more = names.length - namesShown
  return names.slice(0, namesShown).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function toMapPlace({ id, name, path, where, coordinates }: Place, weight: number, note: string): MapPlace[] {
  return coordinates === null ? [] : [{ id, name, url: path, where, ...coordinates, weight, note }]
}
