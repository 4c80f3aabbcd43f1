import { type EntityKind, entityKinds } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import type { IdsByKind } from './node-facts.ts'
import { type OwnedTieRow, type TieBounds, type TieRow, wantedKinds } from './tie-rows.ts'
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
  const { rows } = await sql<TieRow>`with ${wantedKinds(bounds)} ${shownTies(kind, ids, bounds)}`.execute(db)
  return rows
}

/** The same for entities of every kind, in one query: to ask a server for each kind would take longer than the answers. */
export async function listTiesOfAll(db: Kysely<Tables>, ids: IdsByKind, bounds: TieBounds): Promise<OwnedTieRow[]> {
  const parts = entityKinds.map(
    (kind) => sql`select ${sql.lit(kind)} as owner_kind, t.* from (${shownTies(kind, ids[kind], bounds)}) t`,
  )
  const { rows } = await sql<OwnedTieRow>`with ${wantedKinds(bounds)} ${sql.join(parts, sql` union all `)}`.execute(db)
  return rows
}

function shownTies(kind: EntityKind, ids: readonly number[], bounds: TieBounds): RawBuilder<unknown> {
  return sql`
    select owner, kind, id, count, strength, first_year, last_year, works, note
    from (${tiesOf[kind](ids, bounds)}) as tie (owner, kind, id, count, strength, first_year, last_year, works, note)
    where tie.kind <> 'author' or ${isShown('author', sql.ref('tie.id'))}`
}
