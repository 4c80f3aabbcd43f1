import { worksOfTie } from '@bzpeer/domain'
import type { EntityKind } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import type { TieRow } from './tie-rows.ts'

/** An author, and whom, what or where they are tied to. */
export interface AuthorTie {
  readonly author: number
  readonly kind: EntityKind
  readonly id: number
}

/** What shows that one of an author's works makes the tie, `pair (a, b)` being its ends and `w` the work. */
const shownBy: Readonly<Partial<Record<EntityKind, RawBuilder<unknown>>>> = {
  author: sql`join authorships s on s.work_id = w.work_id and s.author_id = pair.b and not s.is_repeat`,
  topic: sql`join work_topics s on s.work_id = w.work_id and s.topic_id = pair.b`,
  institution: sql`join authorships s on s.work_id = w.work_id and s.position = w.position and pair.b = any(s.institution_ids)`,
}

/** Which works make authors' ties, and when, in one query; `worksRead` of each author's are looked at, the latest first. */
export async function listTieEvidence(
  db: Kysely<Tables>,
  ties: readonly AuthorTie[],
  worksRead: number,
): Promise<TieRow[]> {
  if (ties.length === 0) return []
  const parts = Object.entries(shownBy).map(([kind, shown]) => {
    const pairs = ties.filter((tie) => tie.kind === kind)
    const [authors, others] = [pairs.map(({ author }) => author), pairs.map(({ id }) => id)]
    return sql`select pair.a as owner, ${sql.lit(kind)} as kind, pair.b as id, shown.*, null as note
      from unnest(${authors}::bigint[], ${others}::bigint[]) as pair (a, b) cross join lateral (
        select count(*)::int as count, sum(1.0::float8 / greatest(w.byline_size - 1, 1)) as strength,
          min(nullif(w.publication_year, 0)) as first_year, max(nullif(w.publication_year, 0)) as last_year,
          (array_agg(w.work_id order by w.publication_year desc, w.work_id desc))[1:${sql.lit(worksOfTie)}] as works
        from (select * from author_works where author_id = pair.a
              order by publication_year desc, work_id desc limit ${worksRead}) w ${shown}
        having count(*) > 0) shown`
  })
  const { rows } = await sql<TieRow>`${sql.join(parts, sql` union all `)}`.execute(db)
  return rows
}
