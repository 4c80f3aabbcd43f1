import { nameKeys, weightOf } from '@bzpeer/domain'
import { type EntityKind, kindCodeOf } from '@bzpeer/schema'
import { Rows } from '../bulk.ts'
import type { Session } from '../session.ts'

interface NamedRow {
  readonly id: number
  readonly names: string[]
  readonly works: number
}

const counted = (kind: EntityKind) =>
  `coalesce((select c.works from entity_counts c where c.kind = ${kindCodeOf[kind]} and c.id = e.id), 0)`

/** How each kind's names are read, for the entities in the temporary table `chunk (id)`. */
const queries: Readonly<Record<Exclude<EntityKind, 'work'>, string>> = {
  author: `select e.id, e.display_name || e.alternative_names as names, coalesce(s.works_count, 0) as works
    from chunk join authors e on e.id = chunk.id left join author_stats s on s.author_id = e.id`,
  institution: `select e.id, e.display_name || e.acronyms || e.alternative_names as names, ${counted('institution')} as works
    from chunk join institutions e on e.id = chunk.id`,
  topic: `select e.id, array[e.display_name] as names, ${counted('topic')} as works from chunk join topics e on e.id = chunk.id`,
  source: `select e.id, e.display_name || array_remove(array[e.abbreviated_title], null) || e.alternative_names as names,
    ${counted('source')} as works from chunk join sources e on e.id = chunk.id`,
}

const namesAtMost = 20

/** Writes anew what the entities in `chunk` are found by. */
export async function deriveNames(session: Session, kind: Exclude<EntityKind, 'work'>): Promise<void> {
  await session.query(
    `delete from name_keys k using chunk where k.kind = ${kindCodeOf[kind]} and k.entity_id = chunk.id`,
  )
  const { rows } = await session.query<NamedRow>(queries[kind])
  const keys = new Rows('name_keys', ['kind', 'weight', 'key', 'entity_id', 'is_fuzzy'])
  for (const { id, names, works } of rows) {
    for (const { key, isFuzzy } of nameKeys(names.slice(0, namesAtMost)))
      keys.add(kindCodeOf[kind], weightOf(works), key, id, isFuzzy)
  }
  await keys.copyTo(session)
}
