import { findEntityRef, kindCodeOf } from '@bzpeer/schema'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

export interface MentionedWorkRow {
  readonly id: number
  readonly title: string | null
  /** Position, name as written, whose it is: id and name. */
  readonly byline: readonly (readonly [number, string, number | null, string | null])[]
}

const namesShown = 200

/**
 * The work that `parseWorkMention` has read, with who stands on its byline; undefined while it is not on this site.
 * @param mention `W123`, or `doi:10.1234/abc`.
 */
export async function findMentionedWork(db: Kysely<Tables>, mention: string): Promise<MentionedWorkRow | undefined> {
  const ref = findEntityRef(mention)
  const colon = mention.indexOf(':')
  const ids =
    ref?.kind === 'work'
      ? sql`select coalesce((select final_id from merged_ids where kind = 1 and id = ${ref.id}), ${ref.id}) as id`
      : sql`select min(entity_id) as id from identifiers where kind = ${kindCodeOf.work}
            and scheme = ${mention.slice(0, colon)} and value = ${mention.slice(colon + 1)}`
  const { rows } = await sql<MentionedWorkRow>`
    select w.id, w.title,
      coalesce((select json_agg(json_build_array(a.position, a.raw_name, a.author_id, p.display_name) order by a.position)
        from (select * from authorships where work_id = w.id order by position limit ${sql.lit(namesShown)}) a
          left join shown_authors p on p.id = a.author_id), '[]') as byline
    from (${ids}) named join works w on w.id = named.id`.execute(db)
  return rows[0]
}
