import { type Expression, type RawBuilder, sql } from 'kysely'
import { isShown } from './is-shown.ts'

/** How many of an author's ties lead to somebody who is hidden: a query for one row of `ties` and, among them, `close`. */
export function hiddenTies(authorId: Expression<unknown>): RawBuilder<unknown> {
  return sql`(select count(*)::integer as ties, (count(*) filter (where t.is_close))::integer as close
    from coauthor_ties t where t.author_id = ${authorId} and not ${isShown('author', sql`t.coauthor_id`)})`
}
