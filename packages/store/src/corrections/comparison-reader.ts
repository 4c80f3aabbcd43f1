import type { IdentityEvidence } from '@bzpeer/domain'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** One of two records that may be one person's, with what tells them apart or binds them. */
export interface ComparedRow {
  readonly id: number
  readonly display_name: string
  readonly alternative_names: string[]
  readonly is_hidden: boolean
  readonly is_owned: boolean
  readonly works_count: number
  readonly first_year: number | null
  readonly last_year: number | null
  /** Scheme, value, whether the other record has the same. */
  readonly identifiers: readonly (readonly [string, string, boolean])[]
  /** Id, name, first and last year, whether the other has it too. */
  readonly institutions: readonly (readonly [number, string, number | null, number | null, boolean])[]
  /** Id, name, works, whether the other has it too. */
  readonly topics: readonly (readonly [number, string, number, boolean])[]
  /** Id, name, shared works, whether the other has them too. */
  readonly coauthors: readonly (readonly [number, string, number, boolean])[]
  /** Id, title, year, the name as written there. */
  readonly works: readonly (readonly [number, string | null, number | null, string])[]
}

const namesShown = 8
const rowsShown = 8
/** Of ties and topics those that are looked through for what two records share. */
const rowsRead = 1_000

/** What both have comes first: it is what is looked for. */
function sharedFirst(table: string, column: string, columns: ReturnType<typeof sql>): ReturnType<typeof sql> {
  const [name, key] = [sql.raw(table), sql.raw(column)]
  return sql`(select l.*, exists (select from ${name} o where o.author_id = n.other and o.rank <= ${sql.lit(rowsRead)} and o.${key} = l.${key}) as is_shared
    from (select ${columns} from ${name} where author_id = e.id and rank <= ${sql.lit(rowsRead)}) l
    order by is_shared desc, l.rank limit ${sql.lit(rowsShown)}) l`
}

/** Two records beside each other, in one query; fewer where one of them is not there. */
export async function readCompared(db: Kysely<Tables>, ids: readonly [number, number]): Promise<ComparedRow[]> {
  const [a, b] = ids
  const { rows } = await sql<ComparedRow>`
    select e.id, e.display_name, e.alternative_names[1:${sql.lit(namesShown)}] as alternative_names,
      exists (select from hidden_records h where h.kind = 2 and h.entity_id = e.id) as is_hidden,
      exists (select from claims c where c.author_id = e.id and c.status = 'accepted') as is_owned,
      coalesce((select works_count from author_stats s where s.author_id = e.id), 0) as works_count,
      (select publication_year from author_works where author_id = e.id and publication_year > 0 order by publication_year limit 1) as first_year,
      (select publication_year from author_works where author_id = e.id and publication_year > 0 order by publication_year desc limit 1) as last_year,
      coalesce((select json_agg(json_build_array(i.scheme, i.value, exists (select from identifiers o
          where o.scheme = i.scheme and o.value = i.value and o.kind = 2 and o.entity_id = n.other)) order by i.scheme, i.value)
        from (select distinct scheme, value from identifiers where kind = 2 and entity_id = e.id limit ${sql.lit(rowsShown)}) i), '[]') as identifiers,
      coalesce((select json_agg(json_build_array(l.institution_id, p.display_name, l.first_year, l.last_year, l.is_shared))
        from ${sharedFirst('author_institutions', 'institution_id', sql`institution_id, rank, first_year, last_year`)}
          join institutions p on p.id = l.institution_id), '[]') as institutions,
      coalesce((select json_agg(json_build_array(l.topic_id, p.display_name, l.works, l.is_shared))
        from ${sharedFirst('author_topics', 'topic_id', sql`topic_id, rank, works`)} join topics p on p.id = l.topic_id), '[]') as topics,
      coalesce((select json_agg(json_build_array(l.coauthor_id, p.display_name, l.shared_works, l.is_shared))
        from ${sharedFirst('coauthor_ties', 'coauthor_id', sql`coauthor_id, rank, shared_works`)}
          join shown_authors p on p.id = l.coauthor_id), '[]') as coauthors,
      coalesce((select json_agg(json_build_array(w.id, w.title, w.publication_year, s.raw_name) order by l.publication_year desc, w.id desc)
        from (select * from author_works where author_id = e.id order by publication_year desc, work_id desc limit ${sql.lit(rowsShown)}) l
          join works w on w.id = l.work_id join authorships s on s.work_id = l.work_id and s.position = l.position), '[]') as works
    from (values (${a}::bigint, ${b}::bigint, 1), (${b}::bigint, ${a}::bigint, 2)) as n (id, other, place)
      join authors e on e.id = n.id
    order by n.place`.execute(db)
  return rows
}

export interface PairRow {
  readonly status: 'open' | 'same' | 'distinct'
  readonly probability: number
  readonly evidence: IdentityEvidence
  readonly found_at: Date
  readonly decided_at: Date | null
  /** What the account that decided calls itself; null where nobody did, or it is gone. */
  readonly decided_by_name: string | null
}

/** What a resolution found out about two records, if it looked at them together, and what was decided. */
export async function findPair(db: Kysely<Tables>, ids: readonly [number, number]): Promise<PairRow | undefined> {
  const [a, b] = ids[0] < ids[1] ? ids : [ids[1], ids[0]]
  const row = await db
    .selectFrom('duplicate_candidates')
    .leftJoin('accounts', 'accounts.id', 'duplicate_candidates.decided_by')
    .select(['status', 'probability', 'evidence', 'found_at', 'decided_at', 'accounts.name as decided_by_name'])
    .where('author_id_a', '=', a)
    .where('author_id_b', '=', b)
    .executeTakeFirst()
  return row as PairRow | undefined
}

/** On how many works both stand: two names on one byline are hardly one person's. */
export async function countTogether(db: Kysely<Tables>, [a, b]: readonly [number, number]): Promise<number> {
  const { rows } = await sql<{ works: number }>`
    select count(*)::integer as works from (
      select from (select work_id, publication_year from author_works where author_id = ${a} limit 2000) w
        join author_works o on o.author_id = ${b} and o.publication_year = w.publication_year and o.work_id = w.work_id) both_of`.execute(
    db,
  )
  return rows[0]?.works ?? 0
}
