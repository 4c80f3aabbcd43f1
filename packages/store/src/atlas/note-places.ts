import { kindCodeOf } from '@bzpeer/schema'
import type { Session } from '../session.ts'

/** Keeps in a temporary table which institutions the authors in `chunk (id)` belonged to before they are derived anew. */
export async function keepFormerPlaces(session: Session): Promise<void> {
  await session.query(`create temporary table former_places on commit drop as ${currentPlaces}`)
}

/**
 * Notes that the people of institutions have to be counted again, where one of those authors came or went. In the order
 * of their ids, so that two who note the same wait for each other and not in a circle.
 */
export async function noteChangedPlaces(session: Session): Promise<void> {
  await session.query(`
    insert into dirty_entities (kind, id)
    select ${kindCodeOf.institution}, institution_id from (
      select institution_id from (${currentPlaces} except table former_places) came
      union select institution_id from (table former_places except ${currentPlaces}) gone) changed
    order by institution_id on conflict do nothing`)
}

/** Notes the same for all institutions of authors whose records are about to be taken away. */
export async function notePlacesOf(session: Session, authorIds: readonly number[]): Promise<void> {
  await session.query(
    `insert into dirty_entities (kind, id)
     select distinct ${kindCodeOf.institution}::smallint, institution_id from author_institutions
     where author_id = any($1::bigint[]) order by institution_id on conflict do nothing`,
    [authorIds],
  )
}

const currentPlaces = `select a.author_id, a.institution_id from author_institutions a join chunk on chunk.id = a.author_id`
