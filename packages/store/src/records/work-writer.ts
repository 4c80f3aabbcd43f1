import type { NameKey, TopicMatch } from '@bzpeer/domain'
import { kindCodeOf, type WorkRecord } from '@bzpeer/schema'
import { copyAll, Rows } from '../bulk.ts'
import type { StoreTransaction } from '../store.ts'
import { addCounts, CountDeltas } from './count-deltas.ts'
import { markDirty } from './dirty.ts'

export interface WrittenWorks {
  readonly counts: CountDeltas
  readonly authorIds: readonly number[]
}

/** What is worked out from a work's text before it is written. */
export interface PreparedWork {
  readonly titleKeys: readonly NameKey[]
  /** For a work whose source states none. */
  readonly topics: readonly TopicMatch[]
}

interface AssignedTopic {
  readonly id: number
  readonly score: number | null
  readonly isDerived: boolean
}

/** Copies in works that the store does not hold, with all that binds them to other entities. */
export async function writeWorks(
  { session }: StoreTransaction,
  works: readonly WorkRecord[],
  prepared: (work: WorkRecord) => PreparedWork,
): Promise<WrittenWorks> {
  const tables = workTables()
  const counts = new CountDeltas()
  const authorIds: number[] = []
  for (const work of works) {
    const { titleKeys, topics } = prepared(work)
    addWork(tables, work, titleKeys)
    addByline(tables, counts, work, authorIds)
    addTopics(tables, counts, work.id, work.year, topicsOf(work, topics))
    addPlaces(tables, counts, work)
    addReferences(tables, counts, work)
  }
  await copyAll(session, Object.values(tables))
  return { counts, authorIds }
}

function workTables() {
  return {
    works: new Rows('works', [
      'id',
      'title',
      'type',
      'publication_year',
      'publication_date',
      'language',
      'source_id',
      'landing_page_url',
      'pdf_url',
      'is_oa',
      'is_retracted',
      'volume',
      'issue',
      'first_page',
      'last_page',
      'keywords',
      'abstract',
      'byline_count',
      'references_count',
      'topics_stated',
    ]),
    authorships: new Rows('authorships', [
      'work_id',
      'position',
      'author_id',
      'is_repeat',
      'raw_name',
      'raw_affiliations',
      'institution_ids',
      'is_corresponding',
      'orcid',
    ]),
    authorWorks: new Rows('author_works', ['author_id', 'publication_year', 'work_id', 'position', 'byline_size']),
    institutionWorks: new Rows('institution_works', ['institution_id', 'publication_year', 'work_id']),
    workTopics: new Rows('work_topics', ['work_id', 'rank', 'topic_id', 'score', 'is_derived']),
    topicWorks: new Rows('topic_works', ['topic_id', 'publication_year', 'work_id']),
    sourceWorks: new Rows('source_works', ['source_id', 'publication_year', 'work_id']),
    locations: new Rows('work_locations', ['work_id', 'position', 'source_id', 'landing_page_url', 'pdf_url']),
    references: new Rows('work_references', ['work_id', 'cited_id']),
    citations: new Rows('work_citations', ['cited_id', 'publication_year', 'work_id']),
    nameKeys: new Rows('name_keys', ['kind', 'weight', 'key', 'entity_id', 'is_fuzzy']),
  }
}
type WorkTables = ReturnType<typeof workTables>

function addWork({ works, nameKeys }: WorkTables, work: WorkRecord, titleKeys: readonly NameKey[]): void {
  const [primary] = work.locations
  works.add(
    work.id,
    work.title,
    work.type,
    work.year,
    work.date,
    work.language,
    primary?.sourceId ?? null,
    primary?.landingPageUrl ?? null,
    primary?.pdfUrl ?? null,
    work.isOpenAccess,
    work.isRetracted,
    work.volume,
    work.issue,
    work.firstPage,
    work.lastPage,
    work.keywords,
    work.abstract,
    work.byline.length,
    work.references.length,
    work.topics.length > 0,
  )
  for (const { key, isFuzzy } of titleKeys) nameKeys.add(kindCodeOf.work, 0, key, work.id, isFuzzy)
}

function addByline(tables: WorkTables, counts: CountDeltas, work: WorkRecord, authorIds: number[]): void {
  const year = work.year ?? 0
  const seen = new Set<number>()
  const repeats = work.byline.map(({ authorId }) => authorId !== null && seen.size === seen.add(authorId).size)
  const size = repeats.filter((isRepeat) => !isRepeat).length
  for (const [index, slot] of work.byline.entries()) {
    const { authorId, rawName, rawAffiliations, institutionIds, isCorresponding, orcid } = slot
    const isRepeat = repeats[index] === true
    tables.authorships.add(
      work.id,
      index + 1,
      authorId,
      isRepeat,
      rawName,
      rawAffiliations,
      institutionIds,
      isCorresponding,
      orcid,
    )
    if (authorId === null || isRepeat) continue
    tables.authorWorks.add(authorId, year, work.id, index + 1, size)
    authorIds.push(authorId)
  }
  for (const id of new Set(work.byline.flatMap(({ institutionIds }) => institutionIds))) {
    tables.institutionWorks.add(id, year, work.id)
    counts.addWorks('institution', id, 1)
  }
}

function topicsOf(work: WorkRecord, matched: readonly TopicMatch[]): AssignedTopic[] {
  if (work.topics.length > 0) return work.topics.map(({ id, score }) => ({ id, score, isDerived: false }))
  return matched.map(({ topicId, score }) => ({ id: topicId, score, isDerived: true }))
}

function addTopics(
  tables: Pick<WorkTables, 'workTopics' | 'topicWorks'>,
  counts: CountDeltas,
  workId: number,
  year: number | null,
  topics: readonly AssignedTopic[],
): void {
  for (const [index, { id, score, isDerived }] of topics.entries()) {
    tables.workTopics.add(workId, index + 1, id, score, isDerived)
    tables.topicWorks.add(id, year ?? 0, workId)
    counts.addWorks('topic', id, 1)
  }
}

function addPlaces({ sourceWorks, locations }: WorkTables, counts: CountDeltas, work: WorkRecord): void {
  for (const [index, place] of work.locations.slice(1).entries()) {
    locations.add(work.id, index + 2, place.sourceId, place.landingPageUrl, place.pdfUrl)
  }
  for (const id of new Set(work.locations.map(({ sourceId }) => sourceId))) {
    if (id === null) continue
    sourceWorks.add(id, work.year ?? 0, work.id)
    counts.addWorks('source', id, 1)
  }
}

function addReferences({ references, citations }: WorkTables, counts: CountDeltas, work: WorkRecord): void {
  for (const citedId of work.references) {
    references.add(work.id, citedId)
    citations.add(citedId, work.year ?? 0, work.id)
    counts.addCitations(citedId, 1)
  }
}

/** Takes works away, with all that was written for them, and notes whose figures change. */
export async function removeWorks(tx: StoreTransaction, workIds: readonly number[]): Promise<void> {
  if (workIds.length === 0) return
  await markAuthorsDirty(tx, workIds)
  await addCounts(tx, await readCounts(tx, workIds))
  for (const statement of removals) await tx.session.query(statement, [workIds])
}

/** Notes that what is derived for the authors of these works is out of date. */
export async function markAuthorsDirty(tx: StoreTransaction, workIds: readonly number[]): Promise<void> {
  if (workIds.length === 0) return
  const { rows } = await tx.session.query<{ author_id: number }>(
    'select distinct author_id from authorships where work_id = any($1::bigint[]) and author_id is not null',
    [workIds],
  )
  await markDirty(
    tx,
    'author',
    rows.map(({ author_id }) => author_id),
  )
}

async function readCounts({ session }: StoreTransaction, workIds: readonly number[]): Promise<CountDeltas> {
  const counts = new CountDeltas()
  const { rows } = await session.query<{ kind: 'institution' | 'topic' | 'source' | 'work'; id: number }>(
    `select distinct 'institution' as kind, institution_id as id, work_id
       from authorships, unnest(institution_ids) as institution_id where work_id = any($1::bigint[])
     union all select 'topic', topic_id, work_id from work_topics where work_id = any($1::bigint[])
     union all (
       select 'source', source_id, id from works where id = any($1::bigint[]) and source_id is not null
       union select 'source', source_id, work_id from work_locations where work_id = any($1::bigint[]) and source_id is not null)
     union all select 'work', cited_id, work_id from work_references where work_id = any($1::bigint[])`,
    [workIds],
  )
  for (const { kind, id } of rows) {
    if (kind === 'work') counts.addCitations(id, -1)
    else counts.addWorks(kind, id, -1)
  }
  return counts
}

/** Tables keyed by the other side are reached through the keys that the work's own rows hold; the work itself goes last. */
const removals = [
  `delete from author_works t using authorships a, works w
     where w.id = any($1::bigint[]) and a.work_id = w.id and t.author_id = a.author_id
       and t.publication_year = coalesce(w.publication_year, 0) and t.work_id = w.id`,
  `delete from institution_works t using authorships a, works w
     where w.id = any($1::bigint[]) and a.work_id = w.id and t.institution_id = any(a.institution_ids)
       and t.publication_year = coalesce(w.publication_year, 0) and t.work_id = w.id`,
  `delete from topic_works t using work_topics a, works w
     where w.id = any($1::bigint[]) and a.work_id = w.id and t.topic_id = a.topic_id
       and t.publication_year = coalesce(w.publication_year, 0) and t.work_id = w.id`,
  `delete from source_works t using works w
     where w.id = any($1::bigint[]) and t.source_id = w.source_id
       and t.publication_year = coalesce(w.publication_year, 0) and t.work_id = w.id`,
  `delete from source_works t using work_locations a, works w
     where w.id = any($1::bigint[]) and a.work_id = w.id and t.source_id = a.source_id
       and t.publication_year = coalesce(w.publication_year, 0) and t.work_id = w.id`,
  `delete from work_citations t using work_references a, works w
     where w.id = any($1::bigint[]) and a.work_id = w.id and t.cited_id = a.cited_id
       and t.publication_year = coalesce(w.publication_year, 0) and t.work_id = w.id`,
  'delete from authorships where work_id = any($1::bigint[])',
  'delete from work_topics where work_id = any($1::bigint[])',
  'delete from work_locations where work_id = any($1::bigint[])',
  'delete from work_references where work_id = any($1::bigint[])',
  `delete from name_keys where kind = ${kindCodeOf.work} and entity_id = any($1::bigint[])`,
  'delete from works where id = any($1::bigint[])',
]
