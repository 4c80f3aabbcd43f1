import { describe, expect, test } from 'vitest'
import { findWay, type WayLink, type WaySearch } from './find-way.ts'

type Graph = Map<number, WayLink[]>

/** A graph without directions of `nodes` nodes and so many random links; the same for the same seed. */
function madeGraph(seed: number, nodes: number, links: number, costOf: (random: number) => number): Graph {
  let state = seed
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  const graph: Graph = new Map(Array.from({ length: nodes }, (_, node) => [node + 1, []]))
  for (let index = 0; index < links; index++) {
    const [a, b, cost] = [1 + Math.floor(random() * nodes), 1 + Math.floor(random() * nodes), costOf(random())]
    graph.get(a)?.push({ to: b, cost })
    graph.get(b)?.push({ to: a, cost })
  }
  return graph
}

function searchIn(graph: Graph, search: Partial<WaySearch> & Pick<WaySearch, 'from' | 'to'>) {
  const asked: number[] = []
  const readLinks = async (ids: readonly number[]) => {
    asked.push(ids.length)
    return new Map(ids.flatMap((id) => [[id, graph.get(id) ?? []] as const]))
  }
  return { asked, way: findWay({ readLinks, isLevelled: true, linksAtMost: 1_000_000, ...search }) }
}

/** Floyd and Warshall: the cost of the cheapest way between each two nodes. */
function costsOf(graph: Graph): number[][] {
  const size = graph.size + 1
  const costs = Array.from({ length: size }, (_, a) =>
    Array.from({ length: size }, (__, b) => (a === b ? 0 : Infinity)),
  )
  const at = (a: number, b: number): number => costs[a]?.[b] ?? Infinity
  const set = (a: number, b: number, cost: number): void => void costs[a]?.splice(b, 1, Math.min(cost, at(a, b)))
  for (const [a, links] of graph) for (const { to, cost } of links) set(a, to, cost)
  for (const via of graph.keys())
    for (const a of graph.keys()) for (const b of graph.keys()) set(a, b, at(a, via) + at(via, b))
  return costs
}

function costOfWay(graph: Graph, nodes: readonly number[]): number {
  return nodes.slice(1).reduce((sum, node, index) => {
    const links = (graph.get(nodes[index] ?? 0) ?? []).filter(({ to }) => to === node)
    return sum + Math.min(...links.map(({ cost }) => cost))
  }, 0)
}

const seeds = [1, 2, 3, 4, 5]

describe('a way between two nodes', () => {
  test.for(seeds)('of the fewest steps is the shortest there is (seed %i)', async (seed) => {
    const graph = madeGraph(seed, 40, 55, (random) => 1 + random / 1_000)
    const costs = costsOf(graph)
    for (const [from, to] of [...graph.keys()].map((node) => [1, node] as const)) {
      const { nodes, isProven } = await searchIn(graph, { from: [from], to: [to] }).way
      const steps = Math.floor(costs[from]?.[to] ?? Infinity)
      expect([to, nodes === null ? Infinity : nodes.length - 1, isProven]).toEqual([to, steps, true])
      if (nodes !== null)
        expect([nodes[0], nodes.at(-1), costOfWay(graph, nodes) < steps + 1]).toEqual([from, to, true])
    }
  })

  test.for(seeds)('of least cost costs as little as any (seed %i)', async (seed) => {
    const graph = madeGraph(seed, 40, 70, (random) => 0.01 + random * 10)
    const costs = costsOf(graph)
    for (const to of graph.keys()) {
      const { nodes } = await searchIn(graph, { from: [1], to: [to], isLevelled: false }).way
      expect(nodes === null ? Infinity : costOfWay(graph, nodes)).toBeCloseTo(costs[1]?.[to] ?? Infinity, 9)
    }
  })

  test('of equally few steps takes the cheaper links', async () => {
    const pairs = [
      [1, 2, 1.3],
      [2, 4, 1.1],
      [1, 3, 1.2],
      [3, 4, 1.1],
    ] as const
    const graph: Graph = new Map([1, 2, 3, 4].map((node) => [node, []]))
    for (const [a, b, cost] of pairs) {
      graph.get(a)?.push({ to: b, cost })
      graph.get(b)?.push({ to: a, cost })
    }
    expect((await searchIn(graph, { from: [1], to: [4] }).way).nodes).toEqual([1, 3, 4])
  })

  test('from a node to itself, or between sets that share one, takes no step', async () => {
    const graph = madeGraph(1, 5, 5, () => 1)
    expect(await searchIn(graph, { from: [1], to: [1] }).way).toEqual({ nodes: [1], isProven: true })
    expect((await searchIn(graph, { from: [1, 2], to: [3, 2] }).way).nodes).toEqual([2])
  })

  test('is proven not to be there once one side is exhausted, and unknown where too much would have to be read', async () => {
    const chain: Graph = new Map(
      Array.from({ length: 50 }, (_, node) => [
        node,
        [node - 1, node + 1].filter((to) => to >= 0 && to < 50).map((to) => ({ to, cost: 1 })),
      ]),
    )
    expect(await searchIn(chain, { from: [0], to: [99] }).way).toEqual({ nodes: null, isProven: true })
    expect(await searchIn(chain, { from: [], to: [9] }).way).toEqual({ nodes: null, isProven: true })
    expect(await searchIn(chain, { from: [0], to: [49], linksAtMost: 20 }).way).toEqual({
      nodes: null,
      isProven: false,
    })
  })

  test('asks once for each level', async () => {
    const graph = madeGraph(7, 2_000, 6_000, () => 1)
    const { way, asked } = searchIn(graph, { from: [1], to: [2] })
    const { nodes } = await way
    expect(asked.length).toBeLessThanOrEqual(nodes?.length ?? 0)
  })
})
