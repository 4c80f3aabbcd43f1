import { type RawBuilder, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'

/** An institution where it stands. The country is its code where its name is not known. */
export interface PlaceRow {
  readonly id: number
  readonly name: string
  readonly city: string | null
  readonly country: string | null
  readonly latitude: number | null
  readonly longitude: number | null
}

/** The columns of {@link PlaceRow} for `institutions e`. */
export const placeColumns: RawBuilder<unknown> = sql`e.id, e.display_name as name, e.city,
  coalesce(e.country, e.country_code) as country, e.latitude, e.longitude`

export const isShownPlace: RawBuilder<boolean> = isShown('institution', sql`e.id`)
