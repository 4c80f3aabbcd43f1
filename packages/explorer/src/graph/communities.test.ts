import { expect, test } from 'vitest'
import { findCommunities } from './find-communities.ts'
import { nameCommunities } from './name-communities.ts'
import { sampleEdge, sampleNode } from './sample-graph.ts'
import { endsOf } from './scene.ts'

/** Two circles of four who all know each other, one tie between them; a topic belongs to each. */
const left = ['A1', 'A2', 'A3', 'A4']
const right = ['A5', 'A6', 'A7', 'A8']
const within = (ids: readonly string[]): string[] => ids.flatMap((a, i) => ids.slice(i + 1).map((b) => `${a} ${b}`))
const nodes = [...left, ...right, 'T1', 'T2'].map((id) => sampleNode(id))
const edges = [
  ...[...within(left), ...within(right), 'A4 A5'].map((ends) => sampleEdge(ends)),
  ...left.map((id) => sampleEdge(`${id} T1`)),
  ...right.map((id) => sampleEdge(`${id} T2`)),
]
const shown = { nodes, edges }
const numbers = new Map(nodes.map(({ id }, index) => [id, index]))

function find() {
  return findCommunities(nodes.length, endsOf(edges, numbers), new Float32Array(edges.length).fill(1))
}

test('those who are tied to each other form a community, named after the topic most particular to it', () => {
  const communities = nameCommunities(shown, find())
  expect(communities.map(({ name, nodeIds }) => [name, nodeIds.toSorted().join(' ')])).toEqual([
    ['Name of T1', 'A1 A2 A3 A4 T1'],
    ['Name of T2', 'A5 A6 A7 A8 T2'],
  ])
})

test('the same graph gives the same communities, and a graph without ties gives none', () => {
  expect(find()).toEqual(find())
  expect(nameCommunities({ nodes, edges: [] }, findCommunities(10, new Uint32Array(), new Float32Array()))).toEqual([])
})

test('no two communities have the same topics in their names', () => {
  const groups = [1, 2, 3].map((group) => [1, 2, 3].map((member) => `A${group}${member}`))
  const people = groups.flat().map((id) => sampleNode(id))
  const topics = ['T1', 'T2'].map((id) => sampleNode(id))
  const ties = [
    ...groups.flatMap(within),
    // The second and the third are tied to the same two topics as the first, in another order of worth.
    ...groups.flat().flatMap((id) => [`${id} T1`, `${id} T2`]),
  ]
  const all = { nodes: [...people, ...topics], edges: ties.map((ends) => sampleEdge(ends)) }
  const names = nameCommunities(all, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3]).map(({ name }) => name)
  expect(names[0]).toBe('Name of T1, Name of T2')
  expect(new Set(names).size).toBe(3)
  expect(names[1]).toMatch(/^Name of T1, Name of T2, around Name of A2\d$/)
})
