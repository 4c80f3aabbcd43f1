import { kindCodeOf } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { hiddenTies } from '../hidden/hidden-ties.ts'
import { isShown } from '../hidden/is-shown.ts'
import type { Tables } from '../tables.ts'
import type { AuthorHeadRow } from './author-reader.ts'
import { latestWorksOfSource } from './collection-reader.ts'

/** Lists that are stored in their order, from 1 on without a gap: their page begins behind a rank. */
export type RankedList = 'collaborators' | 'topics' | 'institutions' | 'byline'

interface Ranking {
  readonly table: string
  readonly owner: string
  readonly rank: string
  /** Columns of the row `l` as a JSON array, and what is joined to it for them. */
  readonly entry: RawBuilder<unknown>
  readonly joined: RawBuilder<unknown>
  /** How many of the owner's entries are hidden; they keep their rank. */
  readonly hidden?: (ownerId: number) => RawBuilder<unknown>
}

const rankings: Readonly<Record<RankedList, Ranking>> = {
  collaborators: {
    table: 'coauthor_ties',
    owner: 'author_id',
    rank: 'rank',
    entry: sql`p.id, p.display_name, l.shared_works, l.strength, l.is_close`,
    joined: sql`left join shown_authors p on p.id = l.coauthor_id`,
    hidden: (ownerId) => sql`(select ties from ${hiddenTies(sql`${ownerId}::bigint`)} gone)`,
  },
  topics: {
    table: 'author_topics',
    owner: 'author_id',
    rank: 'rank',
    entry: sql`l.topic_id, p.display_name, l.works, l.is_derived`,
    joined: sql`join topics p on p.id = l.topic_id`,
  },
  institutions: {
    table: 'author_institutions',
    owner: 'author_id',
    rank: 'rank',
    entry: sql`l.institution_id, p.display_name, p.ror, p.country_code, l.first_year, l.last_year, l.is_stated`,
    joined: sql`join institutions p on p.id = l.institution_id`,
  },
  byline: {
    table: 'authorships',
    owner: 'work_id',
    rank: 'position',
    entry: sql`l.raw_name, p.id, p.display_name, l.position,
      (select o.display_name from institutions o where o.id = l.institution_ids[1])`,
    joined: sql`left join shown_authors p on p.id = l.author_id`,
  },
}

/** What an entry of each list holds, as a tuple. */
export interface RankedEntries {
  /** Those that are hidden keep their rank, with neither an id nor a name. */
  readonly collaborators: Rows<AuthorHeadRow['collaborators']> | readonly [null, null, number, number, boolean]
  readonly topics: Rows<AuthorHeadRow['topics']>
  readonly institutions: Rows<AuthorHeadRow['institutions']>
  readonly byline: readonly [
    rawName: string,
    authorId: number | null,
    name: string | null,
    position: number,
    firstInstitution: string | null,
  ]
}

type Rows<List extends readonly unknown[] | null> = NonNullable<List>[number]

interface RankedRows<Entry> {
  readonly entries: readonly Entry[]
  /** The rank of the last there is; 0 where there is none. */
  readonly lastRank: number
  /** How many there are without those that are hidden. */
  readonly count: number
}

/** The `limit` entries of a list behind the rank `after`. */
export async function listRanked<List extends RankedList>(
  db: Kysely<Tables>,
  list: List,
  ownerId: number,
  after: number,
  limit: number,
): Promise<RankedRows<RankedEntries[List]>> {
  const { table, owner, rank, entry, joined, hidden } = rankings[list]
  const ofOwner = sql`from ${sql.table(table)} where ${sql.ref(owner)} = ${ownerId}`
  const { rows } = await sql<{ entries: RankedEntries[List][] | null; last: number | null; hidden: number }>`
    select (select json_agg(json_build_array(${entry}) order by l.${sql.ref(rank)})
      from (select * ${ofOwner} and ${sql.ref(rank)} > ${after} order by ${sql.ref(rank)} limit ${limit}) l ${joined}) as entries,
      (select max(${sql.ref(rank)}) ${ofOwner}) as last, ${hidden?.(ownerId) ?? sql`0`} as hidden`.execute(db)
  const { entries, last, hidden: gone = 0 } = rows[0] ?? {}
  return { entries: entries ?? [], lastRank: last ?? 0, count: (last ?? 0) - gone }
}

/** A person with the number of works that bind them to the owner of the list. */
export interface PersonRow {
  readonly id: number
  readonly name: string
  readonly works: number
}

/** A place among people, who stand with the most works first: the works and the id of who stands there. */
export interface PersonPosition {
  readonly works: number
  readonly authorId: number
}

const peopleOf = {
  institution: (id: number) =>
    sql`(select author_id, works from author_institutions where institution_id = ${id} and ${isShown('author', sql`author_id`)}) listed`,
  topic: (id: number) =>
    sql`(select author_id, works from author_topics where topic_id = ${id} and ${isShown('author', sql`author_id`)}) listed`,
  source: (id: number) => sql`(select a.author_id, count(*)::integer as works
    from ${latestWorksOfSource(sql`${id}::bigint`)} w join authorships a on a.work_id = w.work_id and not a.is_repeat
    where a.author_id is not null and ${isShown('author', sql`a.author_id`)} group by a.author_id) listed`,
} as const

export type OwnerOfPeople = keyof typeof peopleOf

const beforeAll: PersonPosition = { works: 2 ** 31 - 1, authorId: 0 }

/** One page of people by keyset: behind `after`, or the page that ends before `before`. */
export async function listPeople(
  db: Kysely<Tables>,
  owner: OwnerOfPeople,
  ownerId: number,
  edge: { readonly after: PersonPosition | null; readonly before: PersonPosition | null },
  limit: number,
): Promise<PersonRow[]> {
  const people = peopleOf[owner](ownerId)
  const isBackwards = edge.after === null && edge.before !== null
  const { works, authorId } = edge.after ?? edge.before ?? beforeAll
  const [fewer, behind] = isBackwards ? [sql`>`, sql`<`] : [sql`<`, sql`>`]
  const order = isBackwards ? sql`works, author_id desc` : sql`works desc, author_id`
  // In two halves, each a stretch of the index: those with as many works, then those with fewer.
  const { rows } = await sql<PersonRow>`
    select p.id, p.display_name as name, page.works from (
      select author_id, works from (
        (select author_id, works from ${people} where works = ${works}::integer and author_id ${behind} ${authorId}::bigint
          order by ${order} limit ${limit})
        union all
        (select author_id, works from ${people} where works ${fewer} ${works}::integer order by ${order} limit ${limit})) halves
      order by ${order} limit ${limit}) page
      join authors p on p.id = page.author_id
    order by page.works desc, p.id`.execute(db)
  return rows
}

const peopleCountedAtMost = 10_000

/** Counted up to 10,000. */
export async function countPeople(db: Kysely<Tables>, owner: OwnerOfPeople, ownerId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from ${peopleOf[owner](ownerId)} limit ${sql.lit(peopleCountedAtMost)}) bounded`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** How many works cite a work, or how many it states that it cites. */
export async function countLinkedWorks(
  db: Kysely<Tables>,
  list: 'work_citations' | 'work_references',
  workId: number,
): Promise<number> {
  const { rows } = await (
    list === 'work_citations'
      ? sql<{
          count: number
        }>`select cited_by as count from entity_counts where kind = ${kindCodeOf.work} and id = ${workId}`
      : sql<{ count: number }>`select references_count as count from works where id = ${workId}`
  ).execute(db)
  return rows[0]?.count ?? 0
}
