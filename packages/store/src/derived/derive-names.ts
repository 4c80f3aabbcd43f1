import { nameKeys, weightOf } from '@bzpeer/domain'
import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { encodeCopyText } from '../copy-text.ts'
import type { Session } from '../session.ts'

/** Works are found by their titles, which are written with them. */
export type NamedKind = Exclude<EntityKind, 'work'>

export interface NamedRow {
  readonly id: number
  readonly names: string[]
  readonly works: number
}

const counted = (kind: EntityKind) =>
  `coalesce((select c.works from entity_counts c where c.kind = ${kindCodeOf[kind]} and c.id = e.id), 0)`

/** How each kind's names are read, for the entities in the temporary table `chunk (id)`. */
const queries: Readonly<Record<NamedKind, string>> = {
  author: `select e.id, e.display_name || e.alternative_names as names, coalesce(s.works_count, 0) as works
    from chunk join authors e on e.id = chunk.id left join author_stats s on s.author_id = e.id`,
  institution: `select e.id, e.display_name || e.acronyms || e.alternative_names as names, ${counted('institution')} as works
    from chunk join institutions e on e.id = chunk.id`,
  topic: `select e.id, array[e.display_name] as names, ${counted('topic')} as works from chunk join topics e on e.id = chunk.id`,
  source: `select e.id, e.display_name || array_remove(array[e.abbreviated_title], null) || e.alternative_names as names,
    ${counted('source')} as works from chunk join sources e on e.id = chunk.id`,
}

const namesAtMost = 20

export async function readNames(session: Session, kind: NamedKind): Promise<NamedRow[]> {
  const { rows } = await session.query<NamedRow>(queries[kind])
  return rows
}

/** What the entities are found by, as rows in COPY's text format. */
export function nameKeysOf(kind: NamedKind, rows: readonly NamedRow[]): Buffer {
  const keys = rows.flatMap(({ id, names, works }) =>
    nameKeys(names.slice(0, namesAtMost)).map(({ key, isFuzzy }) => [
      kindCodeOf[kind],
      weightOf(works),
      key,
      id,
      isFuzzy,
    ]),
  )
  return encodeCopyText(keys)
}

/** Writes `keys` in place of what the entities were found by. */
export async function replaceNameKeys(
  session: Session,
  kind: NamedKind,
  ids: readonly number[],
  keys: Buffer,
): Promise<void> {
  await session.query('delete from name_keys where kind = $1 and entity_id = any($2::bigint[])', [
    kindCodeOf[kind],
    ids,
  ])
  if (keys.length > 0) await session.copyIn('name_keys', ['kind', 'weight', 'key', 'entity_id', 'is_fuzzy'], keys)
}
