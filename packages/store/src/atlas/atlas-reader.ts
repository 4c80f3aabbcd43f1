import { type Kysely, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import { isShownPlace, placeColumns, type PlaceRow } from './place-columns.ts'

/** The institution that shares most works with another, and how many. */
export type StrongestTie = readonly [id: number, name: string, sharedWorks: number]

export interface AtlasPlaceRow extends PlaceRow {
  readonly works: number
  readonly people: number
  readonly strongest: StrongestTie | null
}

/** Works that two institutions share; `a` is the smaller id. */
export interface AtlasLineRow {
  readonly a: number
  readonly b: number
  readonly works: number
  readonly first_year: number | null
  readonly last_year: number | null
}

/** The institutions with the most works or people, largest first, by the figures that are stored. */
export async function listLargestPlaces(
  db: Kysely<Tables>,
  by: 'works' | 'people',
  limit: number,
): Promise<AtlasPlaceRow[]> {
  const { rows } = await sql<AtlasPlaceRow>`
    select ${placeColumns}, p.works, p.people, (
      select json_build_array(o.id, o.display_name, t.shared_works)
      from institution_ties t join institutions o on o.id = t.other_id
      where t.institution_id = p.institution_id and ${isShown('institution', sql`o.id`)}
      order by t.rank limit 1) as strongest
    from (select * from institution_places where ${sql.ref(by)} > 0
          order by ${sql.ref(by)} desc, institution_id limit ${limit}) p
      join institutions e on e.id = p.institution_id
    where ${isShownPlace}
    order by p.${sql.ref(by)} desc, p.institution_id`.execute(db)
  return rows
}

/** Of each institution so many ties are looked at for lines: what two give most room to is among them. */
const tiesOfEach = 12

/** The strongest ties that both ends of are among these institutions, strongest first. */
export async function listLinesAmong(
  db: Kysely<Tables>,
  institutionIds: readonly number[],
  limit: number,
): Promise<AtlasLineRow[]> {
  const { rows } = await sql<AtlasLineRow>`
    select least(t.institution_id, t.other_id) as a, greatest(t.institution_id, t.other_id) as b,
      max(t.shared_works) as works, min(t.first_year) as first_year, max(t.last_year) as last_year
    from unnest(${institutionIds}::bigint[]) as asked (id)
      join institution_ties t on t.institution_id = asked.id and t.rank <= ${sql.lit(tiesOfEach)}
    where t.other_id = any(${institutionIds}::bigint[])
    group by 1, 2 order by 3 desc, 1, 2 limit ${limit}`.execute(db)
  return rows
}

export interface CollaboratorRow extends PlaceRow {
  readonly shared_works: number
  readonly first_year: number | null
  readonly last_year: number | null
}

/** The institutions that share most works with this one, by what is stored. */
export async function listCollaborators(db: Kysely<Tables>, institutionId: number): Promise<CollaboratorRow[]> {
  const { rows } = await sql<CollaboratorRow>`
    select ${placeColumns}, t.shared_works, t.first_year, t.last_year
    from institution_ties t join institutions e on e.id = t.other_id
    where t.institution_id = ${institutionId} and ${isShownPlace}
    order by t.rank`.execute(db)
  return rows
}

/** Where these institutions stand; one that is not in the store is left out. */
export async function listPlaces(db: Kysely<Tables>, institutionIds: readonly number[]): Promise<PlaceRow[]> {
  if (institutionIds.length === 0) return []
  const { rows } = await sql<PlaceRow>`
    select ${placeColumns} from institutions e
    where e.id = any(${institutionIds}::bigint[]) and ${isShownPlace}`.execute(db)
  return rows
}
