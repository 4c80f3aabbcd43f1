import { type Kysely, sql } from 'kysely'
import {
  trustColumns,
  trustHistoryColumn,
  type TrustHistoryRow,
  type TrustRow,
  trustTables,
} from '../evidence/trust-columns.ts'
import { type ClaimNote, claimsColumn } from '../claims/claim-page-reader.ts'
import { hiddenTies } from '../hidden/hidden-ties.ts'
import { isShown } from '../hidden/is-shown.ts'
import { profileColumn, type ProfileRow } from '../profiles/profile-reader.ts'
import type { Tables } from '../tables.ts'
import { namesColumns, type NamesColumns, statementColumns, type StatementColumns } from './entity-reader.ts'

export interface AuthorHeadRow extends StatementColumns, NamesColumns, TrustRow {
  readonly id: number
  readonly display_name: string
  readonly is_stub: boolean
  readonly topics_count: number
  readonly collaborators_count: number
  readonly close_collaborators_count: number
  /** Id, name, ROR, country, first year, last year, stated. */
  readonly institutions:
    | readonly [number, string, string | null, string | null, number | null, number | null, boolean][]
    | null
  readonly institutions_count: number
  /** Id, name, works, derived. */
  readonly topics: readonly [number, string, number, boolean][] | null
  /** Id, name, shared works, strength, close. */
  readonly collaborators: readonly [number, string, number, number, boolean][] | null
  /** The latest changes of level and score, the latest first. */
  readonly trust_history: readonly TrustHistoryRow[] | null
  /** Claims that have a say about the record, the owner's first. */
  readonly claims: readonly ClaimNote[] | null
  /** What the owner adds; null where nobody owns the record, or its owner has added nothing. */
  readonly profile: ProfileRow | null
}

const institutionsShown = 12
const historyShown = 12

/** What an author's page says above the list of works, in one query; undefined where the author is hidden, too. */
export async function findAuthorHead(
  db: Kysely<Tables>,
  id: number,
  shown: {
    readonly topics: number
    readonly collaborators: number
    /** Close collaborators alone, however many others have stronger ties. */
    readonly closeAlone?: boolean
  },
  at: Date,
): Promise<AuthorHeadRow | undefined> {
  const closeAlone = shown.closeAlone === true ? sql`and is_close` : sql``
  const { rows } = await sql<AuthorHeadRow>`
    select e.id, e.display_name, ${namesColumns(sql`e.alternative_names`)}, e.is_stub,
      ${trustColumns()}, coalesce(s.topics_count, 0) as topics_count,
      coalesce(s.collaborators_count, 0) - gone.ties as collaborators_count,
      coalesce(s.close_collaborators_count, 0) - gone.close as close_collaborators_count,
      (select json_agg(json_build_array(a.institution_id, p.display_name, p.ror, p.country_code, a.first_year, a.last_year, a.is_stated) order by a.rank)
         from author_institutions a join institutions p on p.id = a.institution_id
         where a.author_id = e.id and a.rank <= ${sql.lit(institutionsShown)}) as institutions,
      coalesce((select max(a.rank) from author_institutions a where a.author_id = e.id), 0) as institutions_count,
      (select json_agg(json_build_array(t.topic_id, p.display_name, t.works, t.is_derived) order by t.rank)
         from author_topics t join topics p on p.id = t.topic_id
         where t.author_id = e.id and t.rank <= ${shown.topics}) as topics,
      (select json_agg(json_build_array(c.coauthor_id, p.display_name, c.shared_works, c.strength, c.is_close) order by c.rank)
         from (select * from coauthor_ties where author_id = e.id ${closeAlone} order by rank limit ${shown.collaborators}) c
           join shown_authors p on p.id = c.coauthor_id) as collaborators,
      ${statementColumns('author')}, ${trustHistoryColumn(historyShown)}, ${claimsColumn()}, ${profileColumn()}
    from ${trustTables(at)} cross join lateral ${hiddenTies(sql`e.id`)} gone
    where e.id = ${id} and ${isShown('author', sql`e.id`)}`.execute(db)
  return rows[0]
}

export interface StatedAffiliationRow {
  readonly institution_id: number
  readonly years: number[]
  readonly is_last_known: boolean
}

/** What an author's own record states of the affiliations that `findAuthorHead` gives. */
export async function listStatedAffiliations(db: Kysely<Tables>, authorId: number): Promise<StatedAffiliationRow[]> {
  return db
    .selectFrom('author_institutions as a')
    .innerJoin('author_affiliations as f', (join) =>
      join.onRef('f.author_id', '=', 'a.author_id').onRef('f.institution_id', '=', 'a.institution_id'),
    )
    .select(['f.institution_id', 'f.years', 'f.is_last_known'])
    .where('a.author_id', '=', authorId)
    .where('a.rank', '<=', institutionsShown)
    .execute()
}
