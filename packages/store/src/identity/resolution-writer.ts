import { createHash } from 'node:crypto'
import {
  type BlockDecisions,
  findPersonName,
  type IdentityEvidence,
  type Joined,
  mintAuthorId,
  type Seed,
} from '@bzpeer/domain'
import { kindCodeOf } from '@bzpeer/schema'
import { markDirty } from '../records/dirty.ts'
import { markAuthorsDirty } from '../records/work-writer.ts'
import { writeMerges } from '../records/write-merges.ts'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'
import { foundedSource } from './founded-source.ts'
import { writeAuthorBlocks } from './name-blocks.ts'

/** What a resolution has come to so far. */
export interface ResolutionTally {
  /** Names on bylines that a record now stands for. */
  readonly bylines: number
  /** Those of them that went to a record that was there. */
  readonly joined: number
  /** Records made of the others. */
  readonly founded: number
  readonly merged: number
  /** Pairs of records that are left to people, and that nobody has decided about. */
  readonly candidates: number
  /** Sum over the bylines: divided by their number, the mean. */
  readonly confidence: number
}

export const emptyResolutionTally: ResolutionTally = {
  bylines: 0,
  joined: 0,
  founded: 0,
  merged: 0,
  candidates: 0,
  confidence: 0,
}

/** Writes what was decided about whole blocks, in the caller's transaction. */
export async function writeDecisions(
  tx: StoreTransaction,
  blocks: ReadonlyMap<string, readonly Seed[]>,
  decisions: readonly BlockDecisions[],
  now: Date,
): Promise<ResolutionTally> {
  const founded = decisions.flatMap((decided) => decided.founded)
  const people = [
    ...decisions.flatMap(({ joined }) => joined),
    ...founded.map((bylines) => ({ authorId: idOfFounded(bylines), bylines })),
  ]
  const merged = decisions.flatMap((decided) => decided.merged)
  const candidates = decisions.flatMap((decided) => decided.candidates)
  await foundRecords(tx, founded, now)
  const given = people.flatMap(({ authorId, bylines }) => bylines.map((joined) => ({ authorId, joined })))
  await giveBylines(tx, given, now)
  const open = await writeCandidates(tx.session, blocks, candidates, now)
  await mergeFounded(tx, merged, now)
  await tx.session.query('update author_blocks set checked_at = $2 where block = any($1::text[])', [
    [...blocks.keys()],
    now,
  ])
  return {
    bylines: given.length,
    joined: given.length - founded.reduce((sum, bylines) => sum + bylines.length, 0),
    founded: founded.length,
    merged: merged.length,
    candidates: open,
    confidence: given.reduce((sum, { joined }) => sum + joined.confidence, 0),
  }
}

/** Of the first of its bylines. */
function idOfFounded(bylines: readonly Joined[]): number {
  const [first] = bylines
    .map(({ byline }) => byline)
    .toSorted((a, b) => a.appearance.workId - b.appearance.workId || a.position - b.position)
  if (first === undefined) throw new Error('internal: a record is founded on a byline at least')
  return mintAuthorId(first.appearance.workId, first.position)
}

/** The longest of the names as written is the record's; their other spellings stand beside it. */
async function foundRecords(tx: StoreTransaction, founded: readonly (readonly Joined[])[], now: Date): Promise<void> {
  if (founded.length === 0) return
  const places = founded.flatMap((bylines) =>
    bylines.map(({ byline }) => ({ id: idOfFounded(bylines), workId: byline.appearance.workId, at: byline.position })),
  )
  const { rows } = await tx.session.query<{ id: number; names: string[] }>(
    `select p.id, array_agg(distinct a.raw_name) as names
     from unnest($1::bigint[], $2::bigint[], $3::integer[]) as p (id, work_id, position)
       join authorships a on a.work_id = p.work_id and a.position = p.position
     group by p.id order by p.id`,
    [places.map(({ id }) => id), places.map(({ workId }) => workId), places.map(({ at }) => at)],
  )
  const records = rows.map(({ id, names }) => ({ id, names: names.toSorted(byFullness) }))
  const ids = records.map(({ id }) => id)
  await tx.session.query(
    `insert into authors (id, display_name, alternative_names, is_stub)
     select id, names[1], names[2:], true from (
       select (value ->> 'id')::bigint as id, array(select jsonb_array_elements_text(value -> 'names')) as names
       from jsonb_array_elements($1::jsonb)) founded
     on conflict (id) do nothing`,
    [JSON.stringify(records)],
  )
  await tx.session.query(
    `insert into records (kind, entity_id, source, observed_at, content_hash)
     select ${kindCodeOf.author}, id, $2, $3, hash from unnest($1::bigint[], $4::uuid[]) as founded (id, hash)
     on conflict do nothing`,
    [ids, foundedSource, now, ids.map((id) => createHash('md5').update(String(id)).digest('hex'))],
  )
  await writeAuthorBlocks(tx.session, records)
  await markDirty(tx, 'author', ids)
}

function byFullness(a: string, b: string): number {
  const lengthOf = (text: string): number => findPersonName(text)?.key.length ?? 0
  return lengthOf(b) - lengthOf(a) || (a < b ? -1 : 1)
}

interface GivenByline {
  readonly authorId: number
  readonly joined: Joined
}

async function giveBylines(tx: StoreTransaction, given: readonly GivenByline[], now: Date): Promise<void> {
  if (given.length === 0) return
  const workIds = given.map(({ joined }) => joined.byline.appearance.workId)
  const positions = given.map(({ joined }) => joined.byline.position)
  const authorIds = given.map(({ authorId }) => authorId)
  await tx.session.query(
    `update byline_resolutions r set author_id = n.author_id, confidence = n.confidence, evidence = n.evidence,
       decided_at = $6
     from unnest($1::bigint[], $2::integer[], $3::bigint[], $4::real[], $5::jsonb[])
       as n (work_id, position, author_id, confidence, evidence)
     where r.work_id = n.work_id and r.position = n.position`,
    [
      workIds,
      positions,
      authorIds,
      given.map(({ joined }) => joined.confidence),
      given.map(({ joined }) => toJson(joined.evidence)),
      now,
    ],
  )
  await tx.session.query(
    `update authorships a set author_id = n.author_id
     from unnest($1::bigint[], $2::integer[], $3::bigint[]) as n (work_id, position, author_id)
     where a.work_id = n.work_id and a.position = n.position`,
    [workIds, positions, authorIds],
  )
  await tx.session.query(
    `insert into author_works (author_id, publication_year, work_id, position, byline_size)
     select n.author_id, coalesce(w.publication_year, 0), n.work_id, n.position, size
     from unnest($1::bigint[], $2::integer[], $3::bigint[]) as n (work_id, position, author_id)
       join works w on w.id = n.work_id
       cross join lateral (select count(*) as size from authorships a where a.work_id = n.work_id and not a.is_repeat) b
     on conflict do nothing`,
    [workIds, positions, authorIds],
  )
  // Who is on the byline has a co-author more.
  await markAuthorsDirty(tx, workIds)
}

/** What is told of the evidence: what was measured, not yet what it weighs. */
function toJson(evidence: IdentityEvidence): string {
  return JSON.stringify(evidence.map(([feature, value]) => [feature, Math.round(value * 1000) / 1000]))
}

/** What nobody has decided is found anew; what people decided stays. @returns how many are for people to decide. */
async function writeCandidates(
  session: Session,
  blocks: ReadonlyMap<string, readonly Seed[]>,
  candidates: BlockDecisions['candidates'],
  now: Date,
): Promise<number> {
  const records = [...blocks.values()].flat().filter((seed) => seed.kind === 'record')
  await session.query(
    `delete from duplicate_candidates where status = 'open' and author_id_a = any($1::bigint[]) and author_id_b = any($1::bigint[])
       and (author_id_a = any($2::bigint[]) or author_id_b = any($2::bigint[]))`,
    [records.map(({ id }) => id), records.filter(({ isDue }) => isDue).map(({ id }) => id)],
  )
  if (candidates.length === 0) return 0
  const { affected } = await session.query(
    `insert into duplicate_candidates (author_id_a, author_id_b, probability, evidence, found_at)
     select distinct on (a, b) a, b, probability, evidence, $5
     from unnest($1::bigint[], $2::bigint[], $3::real[], $4::jsonb[]) as n (a, b, probability, evidence)
     order by a, b, probability desc
     on conflict (author_id_a, author_id_b) do nothing`,
    [
      candidates.map(({ ids }) => ids[0]),
      candidates.map(({ ids }) => ids[1]),
      candidates.map(({ confidence }) => confidence),
      candidates.map(({ evidence }) => toJson(evidence)),
      now,
    ],
  )
  return affected
}

/** The old address of a record that this site made leads to the record that it turned out to be. */
async function mergeFounded(tx: StoreTransaction, merged: BlockDecisions['merged'], now: Date): Promise<void> {
  if (merged.length === 0) return
  await writeMerges(
    tx,
    merged.map(({ id, intoId }) => ({ kind: 'author', id, intoId })),
    now,
  )
  await tx.session.query(
    `update byline_resolutions r set author_id = n.into_id from unnest($1::bigint[], $2::bigint[]) as n (id, into_id)
     where r.author_id = n.id`,
    [merged.map(({ id }) => id), merged.map(({ intoId }) => intoId)],
  )
}
