import {
  type AuthorRecord,
  type EntityKind,
  type EntityRecord,
  type InstitutionRecord,
  kindCodeOf,
  type Mention,
  type StatedAffiliation,
  type WorkRecord,
} from '@bzpeer/schema'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'

/** The id that took the place of one that was given up, at the end of the chain; any other id as it is. */
export type Resolve = (kind: EntityKind, id: number) => number

export interface ResolvedRecords {
  readonly records: readonly EntityRecord[]
  /** Each as it came, in the same order. */
  readonly stated: readonly EntityRecord[]
  /** Records of ids that were given up: what took their place has a record of its own. */
  readonly givenUp: readonly EntityRecord[]
}

/** The records with every id that was given up replaced by the one that took its place. */
export async function resolveMerged(
  { session }: StoreTransaction,
  records: readonly EntityRecord[],
): Promise<ResolvedRecords> {
  const { rows: some } = await session.query<{ found: boolean }>('select exists (select from merged_ids) as found')
  if (some[0]?.found !== true) return { records, stated: records, givenUp: [] }
  const resolve = await readMergedInto(session, records.flatMap(idsNamed))
  const stated = records.filter(({ kind, id }) => resolve(kind, id) === id)
  const givenUp = records.filter(({ kind, id }) => resolve(kind, id) !== id)
  return { records: stated.map((record) => withResolvedIds(record, resolve)), stated, givenUp }
}

type Named = readonly [kind: EntityKind, id: number]

/** Reads what became of the ids in the end. */
export async function readMergedInto(session: Session, named: readonly Named[]): Promise<Resolve> {
  const { rows } = await session.query<{ kind: number; id: number; final_id: number }>(
    `select kind, id, final_id from merged_ids join (
       select distinct * from unnest($1::smallint[], $2::bigint[]) as n (kind, id)) named using (kind, id)`,
    [named.map(([kind]) => kindCodeOf[kind]), named.map(([, id]) => id)],
  )
  const finals = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row.final_id]))
  return (kind, id) => finals.get(`${kindCodeOf[kind]} ${id}`) ?? id
}

function idsNamed(record: EntityRecord): Named[] {
  const own: Named = [record.kind, record.id]
  const mentioned = 'mentions' in record ? record.mentions.map(({ kind, id }): Named => [kind, id]) : []
  return [own, ...mentioned, ...idsStated(record)]
}

function idsStated(record: EntityRecord): Named[] {
  switch (record.kind) {
    case 'work':
      return idsOfWork(record)
    case 'author':
      return record.affiliations.map(({ institutionId }): Named => ['institution', institutionId])
    case 'institution':
      return record.related.map(({ id }): Named => ['institution', id])
    case 'topic':
    case 'source':
      return []
  }
}

function idsOfWork({ byline, topics, locations, references }: WorkRecord): Named[] {
  const found: (readonly [EntityKind, number | null])[] = [
    ...byline.map(({ authorId }) => ['author', authorId] as const),
    ...byline.flatMap(({ institutionIds }) => institutionIds.map((id) => ['institution', id] as const)),
    ...topics.map(({ id }) => ['topic', id] as const),
    ...locations.map(({ sourceId }) => ['source', sourceId] as const),
    ...references.map((id) => ['work', id] as const),
  ]
  return found.filter((pair): pair is Named => pair[1] !== null)
}

function withResolvedIds(record: EntityRecord, resolve: Resolve): EntityRecord {
  switch (record.kind) {
    case 'work':
      return withResolvedWork(record, resolve)
    case 'author':
      return {
        ...record,
        affiliations: resolveAffiliations(record.affiliations, resolve),
        mentions: resolveMentions(record.mentions, resolve),
      }
    case 'institution':
      return {
        ...record,
        related: resolveRelated(record, resolve),
        mentions: resolveMentions(record.mentions, resolve),
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
    mentions: resolveMentions(work.mentions, resolve),
  }
}

/** Whoever names the old id names the new one. */
export function resolveMentions(mentions: readonly Mention[], resolve: Resolve): Mention[] {
  return mentions.map((mention) => ({ ...mention, id: resolve(mention.kind, mention.id) }))
}

/** Two affiliations that become one have the years of both. */
export function resolveAffiliations(affiliations: AuthorRecord['affiliations'], resolve: Resolve): StatedAffiliation[] {
  const resolved = new Map<number, StatedAffiliation>()
  for (const { institutionId: stated, years, isLastKnown } of affiliations) {
    const institutionId = resolve('institution', stated)
    const other = resolved.get(institutionId)
    resolved.set(institutionId, {
      institutionId,
      years: [...new Set([...(other?.years ?? []), ...years])].toSorted((a, b) => a - b),
      isLastKnown: isLastKnown || other?.isLastKnown === true,
    })
  }
  return [...resolved.values()]
}

/** Of two relations that become one, the one whose name comes last stands: whichever was met first. */
export function resolveRelated(
  { id: own, related }: Pick<InstitutionRecord, 'id' | 'related'>,
  resolve: Resolve,
): InstitutionRecord['related'] {
  const resolved = new Map<number, string | null>()
  for (const { id: stated, relationship } of related) {
    const id = resolve('institution', stated)
    const other = resolved.get(id) ?? null
    resolved.set(id, relationship === null || (other !== null && other > relationship) ? other : relationship)
  }
  resolved.delete(own)
  return [...resolved].map(([id, relationship]) => ({ id, relationship }))
}
