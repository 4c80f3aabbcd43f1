import { type EntityKind, type EntityRecord, kindCodeOf, type WorkRecord } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'

export interface ResolvedRecords {
  readonly records: readonly EntityRecord[]
  /** Records of ids that were given up: what took their place has a record of its own. */
  readonly givenUp: number
}

/** The records with every id that was given up replaced by the one that took its place. */
export async function resolveMerged(
  { session }: StoreTransaction,
  records: readonly EntityRecord[],
): Promise<ResolvedRecords> {
  const { rows: some } = await session.query<{ found: boolean }>('select exists (select from merged_ids) as found')
  if (some[0]?.found !== true) return { records, givenUp: 0 }
  const named = records.flatMap(idsNamed)
  const { rows } = await session.query<{ kind: number; id: number; into_id: number }>(
    `select kind, id, into_id from merged_ids join (
       select distinct * from unnest($1::smallint[], $2::bigint[]) as n (kind, id)) named using (kind, id)`,
    [named.map(([kind]) => kindCodeOf[kind]), named.map(([, id]) => id)],
  )
  if (rows.length === 0) return { records, givenUp: 0 }
  const into = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row.into_id]))
  const resolve: Resolve = (kind, id) => into.get(`${kindCodeOf[kind]} ${id}`) ?? id
  const kept = records.filter(({ kind, id }) => resolve(kind, id) === id)
  return { records: kept.map((record) => withResolvedIds(record, resolve)), givenUp: records.length - kept.length }
}

type Resolve = (kind: EntityKind, id: number) => number

function idsNamed(record: EntityRecord): [EntityKind, number][] {
  const own: [EntityKind, number] = [record.kind, record.id]
  const mentioned = 'mentions' in record ? record.mentions.map(({ kind, id }): [EntityKind, number] => [kind, id]) : []
  const others = record.kind === 'work' ? idsOfWork(record) : []
  const places =
    record.kind === 'author'
      ? record.affiliations.map(({ institutionId }): [EntityKind, number] => ['institution', institutionId])
      : []
  return [own, ...mentioned, ...others, ...places]
}

function idsOfWork({ byline, topics, locations, references }: WorkRecord): [EntityKind, number][] {
  const found: [EntityKind, number | null][] = [
    ...byline.map(({ authorId }): [EntityKind, number | null] => ['author', authorId]),
    ...byline.flatMap(({ institutionIds }) => institutionIds.map((id): [EntityKind, number] => ['institution', id])),
    ...topics.map(({ id }): [EntityKind, number] => ['topic', id]),
    ...locations.map(({ sourceId }): [EntityKind, number | null] => ['source', sourceId]),
    ...references.map((id): [EntityKind, number] => ['work', id]),
  ]
  return found.filter((pair): pair is [EntityKind, number] => pair[1] !== null)
}

function withResolvedIds(record: EntityRecord, resolve: Resolve): EntityRecord {
  switch (record.kind) {
    case 'work':
      return withResolvedWork(record, resolve)
    case 'author': {
      const places = new Map(
        record.affiliations.map((stated) => [resolve('institution', stated.institutionId), stated]),
      )
      const affiliations = [...places].map(([institutionId, stated]) => ({ ...stated, institutionId }))
      return { ...record, affiliations, mentions: record.mentions.filter(({ kind, id }) => resolve(kind, id) === id) }
    }
    case 'institution': {
      const related = new Map(record.related.map((other) => [resolve('institution', other.id), other]))
      related.delete(record.id)
      return {
        ...record,
        related: [...related].map(([id, other]) => ({ ...other, id })),
        mentions: record.mentions.filter(({ kind, id }) => resolve(kind, id) === id),
      }
    }
    case 'topic':
    case 'source':
      return record
  }
}

function withResolvedWork(work: WorkRecord, resolve: Resolve): WorkRecord {
  const byline = work.byline.map((slot) => ({
    ...slot,
    authorId: slot.authorId === null ? null : resolve('author', slot.authorId),
    institutionIds: [...new Set(slot.institutionIds.map((id) => resolve('institution', id)))],
  }))
  const topics = new Map(work.topics.map((topic) => [resolve('topic', topic.id), topic]))
  const references = new Set(work.references.map((id) => resolve('work', id)))
  references.delete(work.id)
  return {
    ...work,
    byline,
    topics: [...topics].map(([id, topic]) => ({ ...topic, id })),
    locations: work.locations.map((place) => ({
      ...place,
      sourceId: place.sourceId === null ? null : resolve('source', place.sourceId),
    })),
    references: [...references],
    mentions: work.mentions.filter(({ kind, id }) => resolve(kind, id) === id),
  }
}
