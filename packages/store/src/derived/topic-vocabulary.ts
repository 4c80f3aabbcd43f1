import { createHash } from 'node:crypto'
import { buildTopicMatcher, type TopicMatch, type TopicMatcher } from '@bzpeer/domain'
import { Rows } from '../bulk.ts'
import { addCounts, CountDeltas } from '../records/count-deltas.ts'
import { markAuthorsDirty } from '../records/work-writer.ts'
import type { Store, StoreTransaction } from '../store.ts'

/** The topics that works without one are matched against: those with a description. */
export interface TopicVocabulary {
  readonly matcher: TopicMatcher
  /** Equal for equal topics. */
  readonly fingerprint: string
}

export async function readVocabulary({ db }: Pick<Store, 'db'>): Promise<TopicVocabulary> {
  const rows = await db
    .selectFrom('topics')
    .select(['id', 'display_name as name', 'description'])
    .where('description', 'is not', null)
    .orderBy('id')
    .execute()
  const topics = rows.map(({ id, name, description }) => ({ id, name, description: description ?? '' }))
  const fingerprint = createHash('sha256').update(JSON.stringify(topics)).digest('base64url')
  return { matcher: buildTopicMatcher(topics), fingerprint }
}

/**
 * Which vocabulary the derived topics in the store conform to, and, while they are being brought over to another
 * one, how far that has come.
 */
interface VocabularyState {
  readonly fingerprint: string
  readonly next?: { readonly fingerprint: string; readonly afterWorkId: number }
}

const stateKey = 'topic-vocabulary'

async function readState({ db }: Pick<Store, 'db'>): Promise<VocabularyState | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', stateKey).executeTakeFirst()
  return row?.value as VocabularyState | undefined
}

async function writeState({ db }: Pick<Store, 'db'>, state: VocabularyState): Promise<void> {
  const value = JSON.stringify(state)
  await db
    .insertInto('meta')
    .values({ key: stateKey, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

/** Stands for what is derived while not all of it conforms to one vocabulary: equal to no fingerprint. */
const mixed = 'mixed'

/**
 * Notes that works are being matched with a vocabulary. What is derived first decides which one all of it conforms
 * to; once another is used beside it, all of it has to be matched anew, even if the topics become again what they were.
 */
export async function noteVocabulary(tx: StoreTransaction, fingerprint: string): Promise<void> {
  const state = await readState(tx)
  if (state === undefined) return writeState(tx, { fingerprint })
  const conforms = (state.next ?? state).fingerprint === fingerprint
  if (!conforms && (state.fingerprint !== mixed || state.next !== undefined))
    await writeState(tx, { fingerprint: mixed })
}

const worksAChunk = 2_000

/**
 * After topics changed: matches the works without stated topics anew, chunk by chunk, and can be interrupted.
 * Does nothing while the vocabulary is the one that they were matched with.
 */
export async function rematchTopics(store: Store, onProgress: (done: number, total: number) => void): Promise<void> {
  const state = await readState(store)
  if (state === undefined) return
  const { matcher, fingerprint } = await readVocabulary(store)
  if (state.fingerprint === fingerprint && state.next === undefined) return
  const first = state.next?.fingerprint === fingerprint ? state.next.afterWorkId : 0
  const total = await countUnstated(store, first)
  let done = 0
  const rematchFrom = (after: number) =>
    store.transaction(async (tx) => {
      const workId = await rematchChunk(tx, matcher, after, (works) => onProgress((done += works), total))
      const isDone = workId === undefined
      await writeState(
        tx,
        isDone ? { fingerprint } : { fingerprint: state.fingerprint, next: { fingerprint, afterWorkId: workId } },
      )
      return workId
    })
  let last = await rematchFrom(first)
  while (last !== undefined) last = await rematchFrom(last)
}

/** Works whose source states no topics, behind a work's id. */
async function countUnstated({ db }: Store, after: number): Promise<number> {
  const { count } = await db
    .selectFrom('works')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('topics_stated', '=', false)
    .where('id', '>', after)
    .executeTakeFirstOrThrow()
  return count
}

interface MatchedWork {
  readonly id: number
  readonly publication_year: number
  readonly title: string | null
  readonly abstract: string | null
  readonly topic_ids: number[]
  readonly scores: number[]
}

/** @returns the last work looked at; undefined when none was left. */
async function rematchChunk(
  tx: StoreTransaction,
  matcher: TopicMatcher,
  after: number,
  onProgress: (works: number) => void,
): Promise<number | undefined> {
  const { rows: works } = await tx.session.query<MatchedWork>(
    `select w.id, coalesce(w.publication_year, 0) as publication_year, w.title, w.abstract,
       array(select topic_id from work_topics t where t.work_id = w.id order by rank) as topic_ids,
       array(select score from work_topics t where t.work_id = w.id order by rank) as scores
     from works w where w.id > $1 and not w.topics_stated order by w.id limit ${worksAChunk}`,
    [after],
  )
  const changed = works
    .map((work) => ({ work, matches: matcher.match(work.title ?? '', work.abstract) }))
    .filter(({ work, matches }) => !isSame(work, matches))
  if (changed.length > 0) await replaceTopics(tx, changed)
  onProgress(works.length)
  return works.at(-1)?.id
}

function isSame(work: MatchedWork, matches: readonly TopicMatch[]): boolean {
  return (
    work.topic_ids.length === matches.length &&
    matches.every(
      ({ topicId, score }, index) =>
        work.topic_ids[index] === topicId && Math.fround(work.scores[index] ?? 0) === Math.fround(score),
    )
  )
}

interface ChangedTopics {
  readonly work: MatchedWork
  readonly matches: readonly TopicMatch[]
}

async function replaceTopics(tx: StoreTransaction, changed: readonly ChangedTopics[]): Promise<void> {
  const workIds = changed.map(({ work }) => work.id)
  const counts = new CountDeltas()
  const workTopics = new Rows('work_topics', ['work_id', 'rank', 'topic_id', 'score', 'is_derived'])
  const topicWorks = new Rows('topic_works', ['topic_id', 'publication_year', 'work_id'])
  for (const { work, matches } of changed) {
    for (const id of work.topic_ids) counts.addWorks('topic', id, -1)
    for (const [index, { topicId, score }] of matches.entries()) {
      workTopics.add(work.id, index + 1, topicId, score, true)
      topicWorks.add(topicId, work.publication_year, work.id)
      counts.addWorks('topic', topicId, 1)
    }
  }
  await tx.session.query(
    `delete from topic_works t using work_topics a, works w
     where w.id = any($1::bigint[]) and a.work_id = w.id and t.topic_id = a.topic_id
       and t.publication_year = coalesce(w.publication_year, 0) and t.work_id = w.id`,
    [workIds],
  )
  await tx.session.query('delete from work_topics where work_id = any($1::bigint[])', [workIds])
  await workTopics.copyTo(tx.session)
  await topicWorks.copyTo(tx.session)
  await addCounts(tx, counts)
  await markAuthorsDirty(tx, workIds)
}
