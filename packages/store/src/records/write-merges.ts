import { collectionOf, type EntityKind, entityKinds, kindCodeOf, type Merge } from '@bzpeer/schema'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'
import { addCounts, CountDeltas } from './count-deltas.ts'
import { markDirty } from './dirty.ts'
import type { WrittenTally } from './write-records.ts'
import { removeWorks } from './work-writer.ts'

/**
 * Notes ids that were given up for others, so that the old address leads to the new page, and gives what the store
 * holds under an old id to the new one.
 */
export async function writeMerges(tx: StoreTransaction, merges: readonly Merge[]): Promise<WrittenTally> {
  const tally: WrittenTally = { created: 0, updated: 0, unchanged: merges.length }
  for (const kind of entityKinds) {
    const ofKind = new Map(merges.filter((merge) => merge.kind === kind).map((merge) => [merge.id, merge.intoId]))
    if (ofKind.size === 0) continue
    const { created, updated } = await noteMerges(tx.session, kind, ofKind)
    tally.created += created
    tally.updated += updated
    tally.unchanged -= created + updated
    const { rows: held } = await tx.session.query<{ id: number }>(
      `select id from ${collectionOf[kind]} where id = any($1::bigint[]) order by id`,
      [[...ofKind.keys()]],
    )
    for (const { id } of held) await handOver(tx, kind, id, ofKind.get(id) ?? id)
  }
  return tally
}

/** What pointed to the old id is made to point on, so that no chain grows. */
async function noteMerges(
  session: Session,
  kind: EntityKind,
  merges: ReadonlyMap<number, number>,
): Promise<{ created: number; updated: number }> {
  const values = [kindCodeOf[kind], [...merges.keys()], [...merges.values()]]
  const { rows: noted } = await session.query<{ id: number; into_id: number }>(
    'select id, into_id from merged_ids where kind = $1 and id = any($2::bigint[])',
    values.slice(0, 2),
  )
  await session.query(
    `insert into merged_ids (kind, id, into_id) select $1, * from unnest($2::bigint[], $3::bigint[])
     on conflict (kind, id) do update set into_id = excluded.into_id`,
    values,
  )
  await session.query(
    `update merged_ids m set into_id = n.into_id from unnest($2::bigint[], $3::bigint[]) as n (id, into_id)
     where m.kind = $1 and m.into_id = n.id and m.id <> n.into_id`,
    values,
  )
  return {
    created: merges.size - noted.length,
    updated: noted.filter(({ id, into_id }) => merges.get(id) !== into_id).length,
  }
}

interface Handover {
  /** List of works under the entity, keyed by entity, year and work. */
  readonly list: string
  readonly owner: string
  /** How the works' own rows are made to name the new id; $1 is the old, $2 the new. */
  readonly rename: readonly string[]
  /** What is known of the old id itself; $1 is the old. */
  readonly forget: readonly string[]
}

const handovers: Readonly<Record<Exclude<EntityKind, 'work'>, Handover>> = {
  author: {
    list: 'author_works',
    owner: 'author_id',
    rename: [
      `update authorships a set author_id = $2, is_repeat = a.is_repeat or exists (
         select from authorships o where o.work_id = a.work_id and o.author_id = $2)
       where a.work_id in (select work_id from author_works where author_id = $1) and a.author_id = $1`,
    ],
    forget: ['author_affiliations', 'author_stats', 'coauthor_ties', 'author_topics', 'author_institutions'].map(
      (table) => `delete from ${table} where author_id = $1`,
    ),
  },
  institution: {
    list: 'institution_works',
    owner: 'institution_id',
    rename: [
      `update authorships set institution_ids = case when $2 = any(institution_ids) then array_remove(institution_ids, $1)
         else array_replace(institution_ids, $1, $2) end
       where work_id in (select work_id from institution_works where institution_id = $1) and $1 = any(institution_ids)`,
      `update author_affiliations a set institution_id = $2 where institution_id = $1 and not exists (
         select from author_affiliations o where o.author_id = a.author_id and o.institution_id = $2)`,
    ],
    forget: [
      'delete from author_affiliations where institution_id = $1',
      'delete from institution_links where institution_id = $1',
    ],
  },
  topic: {
    list: 'topic_works',
    owner: 'topic_id',
    rename: [
      `delete from work_topics t where topic_id = $1 and work_id in (select work_id from topic_works where topic_id = $1)
         and exists (select from work_topics o where o.work_id = t.work_id and o.topic_id = $2)`,
      'update work_topics set topic_id = $2 where topic_id = $1 and work_id in (select work_id from topic_works where topic_id = $1)',
    ],
    forget: [],
  },
  source: {
    list: 'source_works',
    owner: 'source_id',
    rename: [
      'update works set source_id = $2 where source_id = $1 and id in (select work_id from source_works where source_id = $1)',
      'update work_locations set source_id = $2 where source_id = $1 and work_id in (select work_id from source_works where source_id = $1)',
    ],
    forget: [],
  },
}

async function handOver(tx: StoreTransaction, kind: EntityKind, id: number, intoId: number): Promise<void> {
  const { session } = tx
  if (kind === 'work') await handOverCitations(tx, id, intoId)
  else await handOverWorks(tx, kind, handovers[kind], id, intoId)
  for (const table of ['identifiers', 'records', 'name_keys']) {
    await session.query(`delete from ${table} where kind = $1 and entity_id = $2`, [kindCodeOf[kind], id])
  }
  await session.query(`delete from ${collectionOf[kind]} where id = $1`, [id])
}

async function handOverWorks(
  tx: StoreTransaction,
  kind: EntityKind,
  handover: Handover,
  id: number,
  intoId: number,
): Promise<void> {
  const { session } = tx
  const { list, owner, rename, forget } = handover
  const authors = await session.query<{ author_id: number }>(
    `select distinct a.author_id from ${list} l join authorships a on a.work_id = l.work_id where l.${owner} = $1 and a.author_id is not null`,
    [id],
  )
  for (const statement of rename) await session.query(statement, [id, intoId])
  const rest = kind === 'author' ? ', position, byline_size, has_identifier' : ''
  const { affected: moved } = await session.query(
    `insert into ${list} (${owner}, publication_year, work_id${rest})
     select $2::bigint, publication_year, work_id${rest} from ${list} where ${owner} = $1 on conflict do nothing`,
    [id, intoId],
  )
  const { affected: before } = await session.query(`delete from ${list} where ${owner} = $1`, [id])
  for (const statement of forget) await session.query(statement, [id])
  if (kind !== 'author') {
    const counts = new CountDeltas()
    counts.addWorks(kind, id, -before)
    counts.addWorks(kind, intoId, moved)
    await addCounts(tx, counts)
  }
  await markDirty(
    tx,
    'author',
    [...authors.rows.map(({ author_id }) => author_id), ...(kind === 'author' ? [intoId] : [])].filter(
      (other) => kind !== 'author' || other !== id,
    ),
  )
}

/** The work that stays has a record of its own; those that cite the other cite it from now on. */
async function handOverCitations(tx: StoreTransaction, id: number, intoId: number): Promise<void> {
  const { session } = tx
  await removeWorks(tx, [id])
  await session.query(
    `insert into work_references (work_id, cited_id)
     select work_id, $2::bigint from work_citations where cited_id = $1 and work_id <> $2 on conflict do nothing`,
    [id, intoId],
  )
  await session.query(
    'delete from work_references r using work_citations c where c.cited_id = $1 and r.work_id = c.work_id and r.cited_id = $1',
    [id],
  )
  const { affected: moved } = await session.query(
    `insert into work_citations (cited_id, publication_year, work_id)
     select $2::bigint, publication_year, work_id from work_citations where cited_id = $1 and work_id <> $2 on conflict do nothing`,
    [id, intoId],
  )
  const { affected: before } = await session.query('delete from work_citations where cited_id = $1', [id])
  const counts = new CountDeltas()
  counts.addCitations(id, -before)
  counts.addCitations(intoId, moved)
  await addCounts(tx, counts)
}
