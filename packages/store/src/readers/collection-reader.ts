import { kindCodeOf } from '@bzpeer/schema'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { InstitutionsTable, SourcesTable, Tables, TopicsTable } from '../tables.ts'
import { isShown } from '../hidden/is-shown.ts'
import { namesColumns, type NamesColumns, statementColumns, type StatementColumns } from './entity-reader.ts'

export interface CollectionColumns extends StatementColumns, NamesColumns {
  readonly works_count: number
  /** Id, name, works here. */
  readonly people: readonly [number, string, number][] | null
  /** Id, name, works, derived: of the latest works alone, which bounds the cost. */
  readonly topics: readonly [number, string, number, boolean][] | null
}

const peopleShown = 12
const topicsShown = 8
const latestWorks = 100

const worksCount = (kind: 'institution' | 'topic' | 'source') =>
  sql`coalesce((select c.works from entity_counts c where c.kind = ${sql.lit(kindCodeOf[kind])} and c.id = e.id), 0) as works_count`

/** Topics of the entity's latest works. */
function latestTopics(list: 'institution_works' | 'source_works', owner: 'institution_id' | 'source_id') {
  return sql`(select json_agg(json_build_array(topic_id, display_name, works, is_derived) order by works desc, topic_id) from (
      select t.topic_id, p.display_name, count(*) as works, bool_and(t.is_derived) as is_derived
      from (select work_id from ${sql.table(list)} where ${sql.ref(owner)} = e.id
            order by publication_year desc, work_id desc limit ${sql.lit(latestWorks)}) w
        join work_topics t on t.work_id = w.work_id join topics p on p.id = t.topic_id
      group by t.topic_id, p.display_name order by works desc, t.topic_id limit ${sql.lit(topicsShown)}) counted) as topics`
}

/** People with the most works under the entity, by an index. */
function busiestPeople(table: 'author_institutions' | 'author_topics', column: 'institution_id' | 'topic_id') {
  return sql`(select json_agg(json_build_array(a.author_id, p.display_name, a.works) order by a.works desc, a.author_id)
      from (select author_id, works from ${sql.table(table)} where ${sql.ref(column)} = e.id and ${isShown('author', sql`author_id`)}
            order by works desc, author_id limit ${sql.lit(peopleShown)}) a
        join authors p on p.id = a.author_id) as people`
}

export interface InstitutionHeadRow
  extends CollectionColumns, Omit<InstitutionsTable, keyof NamesColumns | 'acronyms' | 'is_stub'> {
  /** Counted up to 10,000. */
  readonly people_count: number
  /** Id, name, relationship. */
  readonly related: readonly [number, string, string | null][] | null
}

export async function findInstitutionHead(db: Kysely<Tables>, id: number): Promise<InstitutionHeadRow | undefined> {
  const { rows } = await sql<InstitutionHeadRow>`
    select e.id, e.display_name, ${namesColumns(sql`e.acronyms || e.alternative_names`)}, e.ror, e.type, e.homepage_url,
      e.city, e.region, e.country, e.country_code, e.latitude, e.longitude, ${worksCount('institution')}, ${busiestPeople('author_institutions', 'institution_id')},
      (select count(*) from (select from author_institutions where institution_id = e.id and ${isShown('author', sql`author_id`)} limit 10000) bounded) as people_count,
      ${latestTopics('institution_works', 'institution_id')},
      (select json_agg(json_build_array(l.related_id, p.display_name, l.relationship) order by p.display_name)
         from (select * from institution_links where institution_id = e.id limit 30) l
           join institutions p on p.id = l.related_id) as related,
      ${statementColumns('institution')}
    from institutions e where e.id = ${id}`.execute(db)
  return rows[0]
}

export interface TopicHeadRow extends CollectionColumns, TopicsTable {
  /** Id, name, works: topics of the same subfield. */
  readonly siblings: readonly [number, string, number][] | null
}

export async function findTopicHead(db: Kysely<Tables>, id: number): Promise<TopicHeadRow | undefined> {
  const { rows } = await sql<TopicHeadRow>`
    select e.*, ${namesColumns(sql`array[]::text[]`)}, ${worksCount('topic')}, ${busiestPeople('author_topics', 'topic_id')}, null::json as topics,
      (select json_agg(json_build_array(id, display_name, works) order by works desc, id) from (
         select s.id, s.display_name, coalesce(c.works, 0) as works
         from topics s left join entity_counts c on c.kind = ${sql.lit(kindCodeOf.topic)} and c.id = s.id
         where s.subfield_id = e.subfield_id and s.id <> e.id order by works desc, s.id limit 8) near) as siblings,
      ${statementColumns('topic')}
    from topics e where e.id = ${id}`.execute(db)
  return rows[0]
}

/** The ids of the works `work_id` that a source published last, which bounds the cost of looking at what they have. */
export function latestWorksOfSource(sourceId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select work_id from source_works where source_id = ${sourceId}
    order by publication_year desc, work_id desc limit ${sql.lit(latestWorks)})`
}

/** People of a source's latest works. */
const latestPeople = sql`(select json_agg(json_build_array(author_id, display_name, works) order by works desc, author_id) from (
      select a.author_id, p.display_name, count(*) as works
      from ${latestWorksOfSource(sql`e.id`)} w
        join authorships a on a.work_id = w.work_id and not a.is_repeat join shown_authors p on p.id = a.author_id
      group by a.author_id, p.display_name order by works desc, a.author_id limit ${sql.lit(peopleShown)}) counted) as people`

export interface SourceHeadRow
  extends CollectionColumns, Omit<SourcesTable, keyof NamesColumns | 'country_code' | 'is_stub'> {}

export async function findSourceHead(db: Kysely<Tables>, id: number): Promise<SourceHeadRow | undefined> {
  const { rows } = await sql<SourceHeadRow>`
    select e.id, e.display_name, ${namesColumns(sql`e.alternative_names`)}, e.abbreviated_title, e.type, e.homepage_url,
      e.host_organization, ${worksCount('source')}, ${latestPeople}, ${latestTopics('source_works', 'source_id')},
      ${statementColumns('source')}
    from sources e where e.id = ${id}`.execute(db)
  return rows[0]
}
