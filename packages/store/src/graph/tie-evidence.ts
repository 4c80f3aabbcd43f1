import { worksOfTie } from '@bzpeer/domain'
import type { EntityKind } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { givenIds, type TieRow } from './tie-rows.ts'

/** An author, and whom, what or where they are tied to. */
export interface AuthorTie {
  readonly author: number
  readonly kind: EntityKind
  readonly id: number
}

/**
 * Which of `asked.others` one of an author's works ties them to: `s (other)`, `w` being the work. Each is looked up by
 * the key of the work, so that nothing depends on how many the planner expects.
 */
const shownBy: Readonly<Partial<Record<EntityKind, RawBuilder<unknown>>>> = {
  author: sql`select author_id as other from authorships
    where work_id = w.work_id and author_id = any(asked.others) and not is_repeat`,
  topic: sql`select topic_id as other from work_topics where work_id = w.work_id and topic_id = any(asked.others)`,
  institution: sql`select other from authorships a cross join unnest(asked.others) as other
    where a.work_id = w.work_id and a.position = w.position and other = any(a.institution_ids)`,
}

/** What a list of works is read for without its rows: its key has it all. */
const byKeyAlone = sql`publication_year, work_id`

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
    return sql`select asked.author as owner, ${sql.lit(kind)} as kind, s.other as id, count(*)::int as count,
        ${kind === 'author' ? sql`sum(1.0::float8 / greatest(w.byline_size - 1, 1))` : sql`count(*)::float8`} as strength,
        min(nullif(w.publication_year, 0)) as first_year, max(nullif(w.publication_year, 0)) as last_year,
        (array_agg(w.work_id order by w.publication_year desc, w.work_id desc))[1:${sql.lit(worksOfTie)}] as works, null as note
      from (select author, array_agg(other) as others from unnest(${givenIds(authors)}, ${givenIds(others)}) as pair (author, other)
            group by author) asked
        cross join lateral (select ${kind === 'topic' ? byKeyAlone : sql`*`} from author_works where author_id = asked.author
          order by publication_year desc, work_id desc limit ${sql.lit(worksRead)}) w
        cross join lateral (${shown} offset 0) s
      group by asked.author, s.other`
  })
  const { rows } = await sql<TieRow>`${sql.join(parts, sql` union all `)}`.execute(db)
  return rows
}
