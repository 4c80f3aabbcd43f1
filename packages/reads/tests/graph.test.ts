import { type GraphEdge, graphEdgeKinds, type GraphSlice } from '@bzpeer/domain'
import { type GraphQuery, readGraphCommon, readGraphPath, readGraphSlice } from '@bzpeer/reads'
import { type EntityKind, entityKinds, type EntityRef } from '@bzpeer/schema'
import { hideRecord } from '@bzpeer/store'
import { sharedCorpus } from '@bzpeer/testkit'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { graphRecords, people } from './graph-records.ts'
import { type Reading, sampleFolder, useReading, writeFolder } from './reading.ts'

const origin = 'https://people.example.org'
const usual: readonly EntityKind[] = ['work', 'author', 'topic', 'institution']
const { ada, ben, cleo, dan, far, alone } = people

async function slice(reading: Reading, focus: EntityRef, query: Partial<GraphQuery> = {}): Promise<GraphSlice> {
  const found = await readGraphSlice(reading.context, { focus, depth: 1, limit: 150, kinds: usual, ...query }, origin)
  if (found === undefined) throw new Error('There is no such entity.')
  return found
}

function edgeBetween({ edges }: { readonly edges: readonly GraphEdge[] }, a: string, b: string): GraphEdge | undefined {
  return edges.find(({ source, target }) => (source === a && target === b) || (source === b && target === a))
}

/** What holds of every slice. */
function expectSound(
  { focus, nodes, edges, total, truncated, is_total_exact: isExact }: GraphSlice,
  limit: number,
): void {
  const ids = nodes.map(({ id }) => id)
  expect(ids[0]).toBe(focus)
  expect(ids.length).toBeLessThanOrEqual(limit)
  expect(new Set(ids).size).toBe(ids.length)
  expect(total).toBeGreaterThanOrEqual(ids.length)
  expect(truncated).toBe(total > ids.length || !isExact)
  const pairs = new Set(edges.map(({ source, target, kind }) => `${source} ${kind} ${target}`))
  expect(pairs.size).toBe(edges.length)
  for (const edge of edges) {
    expect(ids).toContain(edge.source)
    expect(ids).toContain(edge.target)
    expect(graphEdgeKinds).toContain(edge.kind)
    expect(edge.reason).toMatch(/\w/)
    expect(edge.weight).toBeGreaterThan(0)
    expect(edge.works.length).toBeLessThanOrEqual(3)
    if (edge.count > 0) expect([edge.reason, edge.works.length > 0]).toEqual([edge.reason, true])
    expect(edge.count).toBeGreaterThanOrEqual(edge.works.length)
  }
  for (const { id, via, ring, weight, url, label } of nodes) {
    expect(weight > 0 && weight <= 1).toBe(true)
    expect(url).toMatch(/^https:\/\/people\.example\.org\/\w+\/[AWITS]\d+$/)
    expect(label).not.toBe('')
    // Whoever is shown is bound to who brought them here.
    if (ring > 0) expect(edgeBetween({ edges }, id, via ?? '')).toBeDefined()
  }
}

describeOnEachDatabase('the slice around a sample researcher', (database) => {
  const reading = useReading(database, [sampleFolder])
  const arjun = { kind: 'author', id: 1_000_000_000_000_004 } as const

  test('holds all of a small neighbourhood, and says so', async () => {
    const found = await slice(reading, arjun)
    expectSound(found, 150)
    expect(found.nodes.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array.from({ length: 10 }, () => 'author'),
      'topic',
      'work',
    ])
    expect([found.truncated, found.total, found.is_total_exact]).toEqual([false, 12, true])
    expect(found.nodes[0]).toMatchObject({ label: 'Arjun Desai', weight: 1, ring: 0, via: null, works_count: 1 })
  })

  test('has a reason and the work behind every edge', async () => {
    const found = await slice(reading, arjun)
    for (const edge of found.edges) {
      expect(edge.works.length).toBeGreaterThan(0)
      if (edge.source !== found.focus && edge.target !== found.focus) continue
      expect(edge.works.map(({ title }) => title)).toEqual([
        'Monarch: Expressive Structured Matrices for Efficient and Accurate Training',
      ])
      expect([edge.count, edge.years]).toEqual([1, [2022, 2022]])
    }
    const own = found.edges.find(({ kind, source }) => kind === 'authored' && source === found.focus)
    expect(own?.reason).toBe('wrote it as author 4 of 10, 2022')
  })

  test('goes a second step over those that belong to it most, and keeps to the limit', async () => {
    const found = await slice(reading, arjun, { depth: 2, limit: 40 })
    expectSound(found, 40)
    expect(found.nodes).toHaveLength(40)
    expect(found.truncated).toBe(true)
    expect(found.nodes.filter(({ ring }) => ring === 2).length).toBeGreaterThan(10)
  })

  test.for([
    { kind: 'author', id: 1_000_000_000_000_001 },
    { kind: 'author', id: 1_000_000_000_000_004 },
    { kind: 'topic', id: 1_000_000_000_000_001 },
  ] as const)(
    'all but fills its room where the record has enough, and gives at least so many: $kind $id',
    async (focus) => {
      const found = await slice(reading, focus, { depth: 2 })
      expectSound(found, 150)
      // Twenty neighbours are looked beyond, and they have much in common.
      expect(found.nodes.length).toBeGreaterThan(140)
      expect([found.truncated, found.is_total_exact]).toEqual([true, false])
    },
  )

  test('holds the focus alone where there is room for one, and nobody where nobody is asked for', async () => {
    expect((await slice(reading, arjun, { limit: 1 })).nodes).toHaveLength(1)
    expect(await slice(reading, arjun, { kinds: [] })).toMatchObject({ edges: [], truncated: false, total: 1 })
  })

  test('is not there for an id that nobody has', async () => {
    for (const kind of entityKinds) {
      const query: GraphQuery = { focus: { kind, id: 99 }, depth: 2, limit: 10, kinds: usual }
      expect(await readGraphSlice(reading.context, query, origin)).toBeUndefined()
    }
  })
})

const madeFolder = writeFolder(graphRecords)

describeOnEachDatabase('the graph of made records', (database) => {
  const reading = useReading(database, [madeFolder])
  const way = (from: number, to: number, more: { by?: 'citations'; kind?: 'strongest' } = {}) =>
    readGraphPath(reading.context, { from, to, by: 'coauthors', kind: 'shortest', ...more }, origin)

  describe('an edge', () => {
    test('of co-authors counts their works, and spans the years that are known', async () => {
      const edge = edgeBetween(await slice(reading, { kind: 'author', id: ada }), 'A1', 'A2')
      expect(edge).toMatchObject({ source: 'A1', kind: 'coauthored', weight: 3, count: 3, years: [2010, 2015] })
      expect(edge?.reason).toBe('3 shared works, 2010 to 2015, tie strength 3.00, close')
      expect(edge?.works.map(({ id }) => id)).toEqual(['W2', 'W1', 'W3'])
    })

    test('of a citation leads from the work that cites', async () => {
      const found = await slice(reading, { kind: 'work', id: 2 })
      expectSound(found, 150)
      expect(edgeBetween(found, 'W2', 'W1')).toMatchObject({ source: 'W2', kind: 'cites', reason: 'cites it, 2015' })
      expect(edgeBetween(found, 'W4', 'W2')).toMatchObject({ source: 'W4', kind: 'cites', reason: 'cites it, 2018' })
      expect(edgeBetween(found, 'W3', 'W2')).toMatchObject({ source: 'W3', weight: 0.5, years: null })
      expect(found.total).toBe(found.nodes.length)
    })

    test('also binds those that are shown among each other', async () => {
      const found = await slice(reading, { kind: 'topic', id: 1 })
      expectSound(found, 150)
      expect(edgeBetween(found, 'A1', 'A2')).toMatchObject({ kind: 'coauthored', count: 3 })
      expect(edgeBetween(found, 'W2', 'W1')).toMatchObject({ kind: 'cites' })
    })
  })

  test.for(entityKinds)('a slice of every depth around a %s is sound', async (kind) => {
    for (const depth of [1, 2] as const)
      for (const limit of [5, 20, 150])
        expectSound(await slice(reading, { kind, id: 1 }, { depth, limit, kinds: entityKinds }), limit)
  })

  test('kinds that are not asked for are not there', async () => {
    const found = await slice(reading, { kind: 'author', id: ada }, { depth: 2, kinds: ['author', 'source'] })
    expect(new Set(found.nodes.map(({ kind }) => kind))).toEqual(new Set(['author', 'source']))
    expect(edgeBetween(found, 'A1', 'S1')).toMatchObject({ kind: 'affiliated', reason: '5 works in it, 2010 to 2020' })
  })

  describe('the way between two people', () => {
    test('of the fewest steps leads over Ben, the strongest over Dan and Eve', async () => {
      const shortest = await way(ada, cleo)
      expect(shortest).toMatchObject({ from: 'A1', to: 'A3', is_proven: true })
      expect(shortest?.path?.nodes.map(({ id }) => id)).toEqual(['A1', 'A2', 'A3'])
      expect(shortest?.path?.edges.map(({ works }) => works.length)).toEqual([3, 1])
      expect(shortest?.detail).toBe('The shortest chain of co-authors: 2 steps.')
      const strongest = await way(ada, cleo, { kind: 'strongest' })
      expect(strongest?.path?.nodes.map(({ id }) => id)).toEqual(['A1', 'A4', 'A5', 'A3'])
    })

    test('over citations names the works on it', async () => {
      const found = await way(ada, far, { by: 'citations' })
      expect(found?.path?.nodes.map(({ id }) => id)).toEqual(['A1', 'W1', 'W20', 'W21', 'A6'])
      expect(found?.path?.edges.map(({ kind }) => kind)).toEqual(['authored', 'cites', 'cites', 'authored'])
    })

    test('is null, with a sentence, where there is none', async () => {
      for (const by of ['coauthors', 'citations'] as const) {
        const found = await way(ada, alone, by === 'citations' ? { by } : {})
        expect(found).toMatchObject({ path: null, is_proven: true })
        expect(found?.detail).toMatch(/^No chain of .*\.$/)
      }
    })

    test('from somebody to themselves takes no step, and to nobody there is no answer', async () => {
      expect((await way(ada, ada))?.path).toMatchObject({ nodes: [{ id: 'A1' }], edges: [] })
      expect((await way(ada, ada, { by: 'citations' }))?.path).toMatchObject({ nodes: [{ id: 'A1' }], edges: [] })
      expect(await way(ada, 99)).toBeUndefined()
    })
  })

  test('two people have in common whom both know, what both wrote, and what works of both cite', async () => {
    const [a, b] = [ben, dan].map((id) => ({ kind: 'author', id }) as const)
    const found = a && b && (await readGraphCommon(reading.context, { a, b }, origin))
    expect(found?.common.map(({ node }) => node.id)).toEqual(['A1', 'I1', 'S1', 'T1'])
    expect(found?.common[0]).toMatchObject({
      to_a: { source: 'A1', target: 'A2', count: 3 },
      to_b: { source: 'A1', target: 'A4', count: 2 },
    })
    expect(found?.cited).toMatchObject([{ id: 'W1', by_a: 2, by_b: 1, url: `${origin}/works/W1` }])
    expect(found?.truncated).toBe(false)
    const none = { kind: 'author', id: 99 } as const
    expect(a && (await readGraphCommon(reading.context, { a, b: none }, origin))).toBeUndefined()
  })

  test('who is hidden on request is in no slice, on no way and nobody’s common acquaintance', async () => {
    await reading.store.transaction((tx) =>
      hideRecord(tx, { ref: { kind: 'author', id: ben }, correction: 1, at: new Date('2099-12-31T00:00:00Z') }),
    )
    for (const focus of [
      { kind: 'author', id: ada },
      { kind: 'work', id: 1 },
      { kind: 'topic', id: 1 },
    ] as const) {
      const found = await slice(reading, focus, { depth: 2 })
      expectSound(found, 150)
      expect(JSON.stringify(found)).not.toContain('"A2"')
    }
    const one = await slice(reading, { kind: 'author', id: ada })
    expect([one.truncated, one.total]).toEqual([false, one.nodes.length])
    const query: GraphQuery = { focus: { kind: 'author', id: ben }, depth: 1, limit: 9, kinds: usual }
    expect(await readGraphSlice(reading.context, query, origin)).toBeUndefined()
    expect((await way(ada, cleo))?.path?.nodes.map(({ id }) => id)).toEqual(['A1', 'A4', 'A5', 'A3'])
    expect(await way(ada, ben)).toBeUndefined()
  })
})

const real = sharedCorpus('corpus-small')

describe.skipIf(real.folder === undefined)(`real records (${real.skipReason ?? 'corpus-small'})`, () => {
  describeOnEachDatabase('the graph', (database) => {
    const reading = useReading(database, real.folder === undefined ? [] : [real.folder])

    /** Of each kind the one with the most works, and for works the one with the longest byline. */
    async function mostConnected(): Promise<EntityRef[]> {
      const { rows } = await sql<EntityRef>`
        select distinct on (kind) case kind when 3 then 'institution' when 4 then 'topic' else 'source' end as kind, id
          from entity_counts where kind > 2 order by kind, works desc, id`.execute(reading.store.db)
      const author = await sql<{ id: number }>`
        select author_id as id from author_stats order by collaborators_count desc, author_id limit 1`.execute(
        reading.store.db,
      )
      const work = await sql<{ id: number }>`select id from works order by byline_count desc, id limit 1`.execute(
        reading.store.db,
      )
      return [
        ...rows,
        ...author.rows.map(({ id }) => ({ kind: 'author', id }) as const),
        ...work.rows.map(({ id }) => ({ kind: 'work', id }) as const),
      ]
    }

    test('around the most connected of every kind is sound, of several kinds, and takes a fixed number of queries', async () => {
      const counts = new Set<string>()
      for (const focus of await mostConnected())
        for (const depth of [1, 2] as const) {
          let queries = 0
          const counting = reading.store.db.withPlugin({
            transformQuery: ({ node }) => {
              queries++
              return node
            },
            transformResult: async ({ result }) => result,
          })
          const context = { ...reading.context, db: counting }
          const found = await readGraphSlice(context, { focus, depth, limit: 150, kinds: usual }, origin)
          if (found === undefined) throw new Error('internal: it is there')
          expectSound(found, 150)
          expect(new Set(found.nodes.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3)
          expect(queries).toBeLessThanOrEqual(depth === 1 ? 6 : 10)
          counts.add(`${focus.kind} ${depth}`)
        }
      expect(counts.size).toBe(10)
    })

    test('is the same when it is asked for again', async () => {
      for (const focus of await mostConnected())
        expect(await slice(reading, focus, { depth: 2 })).toEqual(await slice(reading, focus, { depth: 2 }))
    })

    test('leads between people whose chain a breadth-first search over all ties finds, in as many steps', async () => {
      const { rows } = await sql<{ a: number; b: number }>`
        select author_id as a, coauthor_id as b from coauthor_ties`.execute(reading.store.db)
      const known = Map.groupBy(rows, ({ a }) => a)
      const [from = 0] = known.keys()
      const steps = new Map([[from, 0]])
      for (const [at, step] of steps) for (const { b } of known.get(at) ?? []) if (!steps.has(b)) steps.set(b, step + 1)
      const ends = [...steps].filter((_, index) => index % Math.ceil(steps.size / 12) === 0)
      for (const [to, count] of ends) {
        const found = await readGraphPath(reading.context, { from, to, by: 'coauthors', kind: 'shortest' }, origin)
        expect([to, found?.path?.edges.length]).toEqual([to, count])
      }
    })
  })
})
