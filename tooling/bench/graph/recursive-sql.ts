import { type EntityRef, kindCodeOf } from '@bzpeer/schema'
import { openStore, type Store } from '@bzpeer/store'
import { sql } from 'kysely'
import { percentile, printFigure } from '../figure.ts'
import { listMostConnected, listSample } from './graph-samples.ts'

const asked = 60
const timeoutMs = 5_000

/** The edges that slices are made of, from both ends; a plain view of the tables. */
const { work, author, institution, topic } = kindCodeOf
export const plainEdges = sql.raw(`
  select ${author} as from_kind, author_id as from_id, ${author} as to_kind, coauthor_id as to_id from coauthor_ties
  union all select ${author}, author_id, ${work}, work_id from author_works
  union all select ${author}, author_id, ${topic}, topic_id from author_topics
  union all select ${author}, author_id, ${institution}, institution_id from author_institutions
  union all select ${work}, work_id, ${author}, author_id from authorships where author_id is not null
  union all select ${work}, work_id, ${topic}, topic_id from work_topics
  union all select ${work}, work_id, ${work}, cited_id from work_references
  union all select ${work}, cited_id, ${work}, work_id from work_citations
  union all select ${institution}, institution_id, ${author}, author_id from author_institutions
  union all select ${institution}, institution_id, ${work}, work_id from institution_works
  union all select ${topic}, topic_id, ${author}, author_id from author_topics
  union all select ${topic}, topic_id, ${work}, work_id from topic_works`)

/** What a slice answers as one would first write it: all that is within two steps, and of that those with the most ways there. */
export async function benchRecursiveSql(databaseUrl: string): Promise<void> {
  await using store = openStore({ databaseUrl })
  const usual = await timeWalks(
    store,
    (await listSample(store)).filter((_, index, { length }) => index % Math.ceil(length / asked) === 0),
  )
  const worst = await timeWalks(store, await listMostConnected(store))
  const note = 'all within two steps by a recursive query, the 150 with the most ways; no reasons, no evidence'
  const given = (times: readonly number[]) => times.filter((time) => time >= timeoutMs).length
  printFigure({ name: 'graph.recursive-sql.p50', value: percentile(usual, 0.5), unit: 'ms', note })
  printFigure({
    name: 'graph.recursive-sql.p95',
    value: percentile(usual, 0.95),
    unit: 'ms',
    note: `${note}; ${given(usual)} of ${usual.length} given up after 5 s`,
  })
  printFigure({
    name: 'graph.recursive-sql.worst',
    value: Math.max(...worst),
    unit: 'ms',
    note: `${note}; ${given(worst)} of ${worst.length} given up after 5 s`,
  })
}

async function timeWalks(store: Store, entities: readonly EntityRef[]): Promise<number[]> {
  const times: number[] = []
  for (const { kind, id } of entities) {
    const started = performance.now()
    await sql`
      with recursive walk (kind, id, steps) as (
        select ${kindCodeOf[kind]}::int, ${id}::bigint, 0
        union all
        select e.to_kind, e.to_id, steps + 1 from walk join (${plainEdges}) e on e.from_kind = walk.kind and e.from_id = walk.id
        where steps < 2)
      select kind, id, count(*) as ways from walk group by kind, id order by ways desc, kind, id limit 150`
      .execute(store.reading)
      .catch(() => undefined)
    times.push(performance.now() - started)
  }
  return times
}
