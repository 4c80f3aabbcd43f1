import type { EntityKind } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import type { TieBounds, TieRow } from './tie-rows.ts'
import { tiesOfAuthors } from './ties-of-authors.ts'
import { tiesOfInstitutions, tiesOfSources, tiesOfTopics } from './ties-of-collections.ts'
import { tiesOfWorks } from './ties-of-works.ts'

const tiesOf: Readonly<Record<EntityKind, (ids: readonly number[], bounds: TieBounds) => RawBuilder<unknown>>> = {
  work: tiesOfWorks,
  author: tiesOfAuthors,
  institution: tiesOfInstitutions,
  topic: tiesOfTopics,
  source: tiesOfSources,
}

/**
 * The ties of entities of one kind to their neighbours, in one query whatever their number: so many from each stored
 * list, and what the latest works tell. A pair may come in several rows, each from another place of the record.
 */
export async function listTies(
  db: Kysely<Tables>,
  kind: EntityKind,
  ids: readonly number[],
  bounds: TieBounds,
): Promise<TieRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<TieRow>`
    select owner, kind, id, count, strength, first_year, last_year, works, note
    from (${tiesOf[kind](ids, bounds)}) as tie (owner, kind, id, count, strength, first_year, last_year, works, note)
    where tie.kind <> 'author' or ${isShown('author', sql.ref('tie.id'))}`.execute(db)
  return rows
}
