import { findEntityRef } from '@bzpeer/schema'
import { listPlaces } from '@bzpeer/store'
import type { BylineSlot } from '../page-shapes.ts'
import type { ReadContext } from '../read-context.ts'
import type { BylinePlace } from './atlas-shapes.ts'
import { toPlace } from './present-places.ts'

/** Where the people of a byline worked, in the order of the byline: of its slots as a page shows them. */
export async function readBylinePlaces({ db }: ReadContext, byline: readonly BylineSlot[]): Promise<BylinePlace[]> {
  const authors = new Map<string, string[]>()
  for (const { name, institutions } of byline)
    for (const { id } of institutions) authors.set(id, [...(authors.get(id) ?? []), name])
  const ids = [...authors.keys()].flatMap((id) => findEntityRef(id)?.id ?? [])
  const places = (await listPlaces(db, ids)).map(toPlace)
  const byId = new Map(places.map((place) => [place.id, place]))
  return Array.from(authors, ([id, names]) => ({ place: byId.get(id), names })).flatMap(({ place, names }) =>
    place === undefined ? [] : [{ ...place, authors: names }],
  )
}
