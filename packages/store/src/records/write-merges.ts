import { collectionOf, type EntityKind, entityKinds, kindCodeOf, type Mention, type Merge } from '@bzpeer/schema'
import { notePlacesOf } from '../atlas/note-places.ts'
import { Rows } from '../bulk.ts'
import { lockVouches } from '../claims/claim-locks.ts'
import { handOverClaims } from '../claims/hand-over-claims.ts'
import { settleBylines } from '../corrections/settle-bylines.ts'
import { handOverBylineDecisions, holdMergesBack, holdOpposedMerges } from '../corrections/source-merges.ts'
import { hideSuccessors } from '../hidden/hide-successors.ts'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'
import { markDirty } from './dirty.ts'
import { handOverRors } from './mentioned-identifiers.ts'
import { type NotedMerges, noteMerges } from './note-merges.ts'
import { readMergedInto, resolveAffiliations, resolveMentions, resolveRelated, type Resolve } from './resolve-merged.ts'
import { rewriteWorks } from './rewrite-works.ts'
import { writeStubs } from './stub-writer.ts'
import type { WrittenTally } from './write-records.ts'

export interface WrittenMerges {
  readonly tally: WrittenTally
  /** Each leads round in a circle with those noted before, and was left out. */
  readonly refused: readonly Merge[]
}

/** Makes the merges that a source states at `at`, as far as no decision of people's stands against them. */
export async function writeMerges(tx: StoreTransaction, merges: readonly Merge[], at: Date): Promise<WrittenMerges> {
  const { created, updated, refused: closing } = await makeMerges(tx, await holdMergesBack(tx.session, merges), at)
  const last = new Map(merges.map((merge) => [`${merge.kind} ${merge.id}`, merge]))
  const isLast = (merge: Merge): boolean => last.get(`${merge.kind} ${merge.id}`) === merge
  const refused = [
    ...closing.filter((merge) => !isLast(merge)),
    ...(await holdOpposedMerges(tx.session, closing.filter(isLast))),
  ]
  return { tally: { created, updated, unchanged: merges.length - created - updated - refused.length }, refused }
}

export interface MadeMerges {
  readonly created: number
  readonly updated: number
  readonly refused: readonly Merge[]
}

/**
 * Notes ids that were given up for others, so that the old address leads to the new page, and gives what the store
 * holds under an old id to the new one. Whatever names an old id is read back and written again as it would have
 * been had the merge come first, so that the order in which merges and records come makes no difference.
 */
export async function makeMerges(tx: StoreTransaction, merges: readonly Merge[], at: Date): Promise<MadeMerges> {
  const noted: [EntityKind, NotedMerges][] = []
  for (const kind of entityKinds) {
    const ofKind = merges.filter((merge) => merge.kind === kind)
    if (ofKind.length > 0) noted.push([kind, await noteMerges(tx.session, kind, ofKind)])
  }
  for (const [kind, { created, updated }] of noted) {
    const givenUp = [...created, ...updated]
    if (givenUp.length > 0) await handOver(tx, kind, givenUp, at)
  }
  const sum = (count: (it: NotedMerges) => number): number => noted.reduce((all, [, it]) => all + count(it), 0)
  return {
    created: sum(({ created }) => created.length),
    updated: sum(({ updated }) => updated.length),
    refused: noted.flatMap(([, { refused }]) => refused),
  }
}

async function handOver(tx: StoreTransaction, kind: EntityKind, ids: readonly number[], at: Date): Promise<void> {
  // Whoever claims one of them, or has it hidden, waits from here on, and then sees what took its place.
  if (kind === 'author') await lockVouches(tx.db)
  const resolve = await readMergedInto(
    tx.session,
    ids.map((id) => [kind, id] as const),
  )
  const mentions = kind === 'work' ? [] : await readMentions(tx.session, kind, ids)
  await rewriteWorks(tx, await findWorksNaming(tx.session, kind, ids))
  if (kind === 'work') await settleBylines(tx, await handOverBylineDecisions(tx.session, ids))
  await hideSuccessors(tx.session, kind, ids)
  if (kind === 'author') await handOverClaims(tx, ids, at)
  if (kind === 'institution') {
    await rewriteAffiliations(tx, ids, resolve)
    await rewriteLinks(tx, ids, resolve)
    await handOverRors(tx.session, ids)
  }
  if (kind === 'author') await notePlacesOf(tx.session, ids)
  await forget(tx, kind, ids)
  await writeStubs(tx, resolveMentions(mentions, resolve))
}

/** What the rows under the old ids say, for the page of a new id that has no record of its own. */
async function readMentions(
  session: Session,
  kind: Exclude<EntityKind, 'work'>,
  ids: readonly number[],
): Promise<Mention[]> {
  const level = (name: string) =>
    `case when ${name} is not null then json_build_object('id', ${name}_id, 'name', ${name}) end as ${name}`
  const columns = {
    author: [],
    institution: ['ror', 'country_code as "countryCode"', 'type'],
    topic: ['subfield', 'field', 'domain'].map(level),
    source: ['type'],
  }
  const { rows } = await session.query<Mention>(
    `select ${[`'${kind}' as kind`, 'id', 'display_name as name', ...columns[kind]].join(', ')}
     from ${collectionOf[kind]} where id = any($1::bigint[]) order by id`,
    [ids],
  )
  return rows
}

const listsOfWorks: Readonly<Record<EntityKind, string>> = {
  work: 'select id as work_id from works where id = any($1::bigint[]) union select work_id from work_citations where cited_id = any($1::bigint[])',
  author: 'select distinct work_id from author_works where author_id = any($1::bigint[])',
  institution: 'select distinct work_id from institution_works where institution_id = any($1::bigint[])',
  topic: 'select distinct work_id from topic_works where topic_id = any($1::bigint[])',
  source: 'select distinct work_id from source_works where source_id = any($1::bigint[])',
}

async function findWorksNaming(session: Session, kind: EntityKind, ids: readonly number[]): Promise<number[]> {
  const { rows } = await session.query<{ work_id: number }>(`${listsOfWorks[kind]} order by work_id`, [ids])
  return rows.map(({ work_id }) => work_id)
}

async function rewriteAffiliations(tx: StoreTransaction, ids: readonly number[], resolve: Resolve): Promise<void> {
  const { session } = tx
  const { rows } = await session.query<{
    author_id: number
    institution_id: number
    years: number[]
    is_last_known: boolean
  }>(
    `select * from author_affiliations where author_id in (
       select author_id from author_affiliations where institution_id = any($1::bigint[])) order by author_id, institution_id`,
    [ids],
  )
  const affiliations = new Rows('author_affiliations', ['author_id', 'institution_id', 'years', 'is_last_known'])
  const byAuthor = Map.groupBy(rows, (row) => row.author_id)
  for (const [authorId, stated] of byAuthor) {
    const before = stated.map((row) => ({
      institutionId: row.institution_id,
      years: row.years,
      isLastKnown: row.is_last_known,
    }))
    for (const { institutionId, years, isLastKnown } of resolveAffiliations(before, resolve)) {
      affiliations.add(authorId, institutionId, years, isLastKnown)
    }
  }
  await session.query('delete from author_affiliations where author_id = any($1::bigint[])', [[...byAuthor.keys()]])
  await affiliations.copyTo(session)
  await markDirty(tx, 'author', byAuthor.keys())
}

async function rewriteLinks({ session }: StoreTransaction, ids: readonly number[], resolve: Resolve): Promise<void> {
  const { rows } = await session.query<{ institution_id: number; related_id: number; relationship: string | null }>(
    `select * from institution_links where institution_id in (
       select institution_id from institution_links where related_id = any($1::bigint[])) order by institution_id, related_id`,
    [ids],
  )
  const links = new Rows('institution_links', ['institution_id', 'related_id', 'relationship'])
  const byInstitution = Map.groupBy(rows, (row) => row.institution_id)
  for (const [id, stated] of byInstitution) {
    const related = stated.map((row) => ({ id: row.related_id, relationship: row.relationship }))
    for (const other of resolveRelated({ id, related }, resolve)) links.add(id, other.id, other.relationship)
  }
  await session.query('delete from institution_links where institution_id = any($1::bigint[])', [
    [...byInstitution.keys()],
  ])
  await links.copyTo(session)
}

/** What stands under an id of one kind alone, by the column that holds the id. */
const ownRows: Readonly<Record<EntityKind, readonly (readonly [table: string, column: string])[]>> = {
  work: [],
  author: [
    ['author_affiliations', 'author_id'],
    ['author_stats', 'author_id'],
    ['coauthor_ties', 'author_id'],
    ['author_topics', 'author_id'],
    ['author_institutions', 'author_id'],
    ['author_blocks', 'author_id'],
    ['duplicate_candidates', 'author_id_a'],
    ['duplicate_candidates', 'author_id_b'],
  ],
  institution: [
    ['institution_links', 'institution_id'],
    ['institution_places', 'institution_id'],
    ['institution_ties', 'institution_id'],
  ],
  topic: [],
  source: [],
}

/** Takes away the rows under ids that were given up, and the notes to derive anything for them. */
async function forget({ session }: StoreTransaction, kind: EntityKind, ids: readonly number[]): Promise<void> {
  for (const [table, column] of [[collectionOf[kind], 'id'], ...ownRows[kind]] as const) {
    await session.query(`delete from ${table} where ${column} = any($1::bigint[])`, [ids])
  }
  for (const [table, column] of [
    ['identifiers', 'entity_id'],
    ['records', 'entity_id'],
    ['name_keys', 'entity_id'],
    ['dirty_entities', 'id'],
  ] as const) {
    await session.query(`delete from ${table} where kind = $1 and ${column} = any($2::bigint[])`, [
      kindCodeOf[kind],
      ids,
    ])
  }
}
