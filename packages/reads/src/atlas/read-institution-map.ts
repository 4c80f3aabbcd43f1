import { listCollaborators, listPlaces, tieWorksAtMost } from '@bzpeer/store'
import type { ReadContext } from '../read-context.ts'
import type { InstitutionMap } from './atlas-shapes.ts'
import { reasonOfShared, toPlace } from './present-places.ts'

/** The institutions with which this one shares most works; undefined where the store has no such institution. */
export async function readInstitutionMap({ db }: ReadContext, id: number): Promise<InstitutionMap | undefined> {
  const [[here], rows] = await Promise.all([listPlaces(db, [id]), listCollaborators(db, id)])
  if (here === undefined) return undefined
  return {
    here: toPlace(here),
    lineWorks: tieWorksAtMost,
    collaborators: rows.map((row) => ({
      ...toPlace(row),
      works: row.shared_works,
      reason: reasonOfShared(row.shared_works, row.first_year, row.last_year),
    })),
  }
}
