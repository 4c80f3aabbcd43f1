import { expect, test } from 'vitest'
import { sampleEdge, sampleNode } from './sample-graph.ts'
import { nodeRows, tieRows } from './table-rows.ts'

const shown = {
  nodes: [
    sampleNode('A1', { label: 'Zoe' }),
    sampleNode('A2', { label: 'Ada', via: 'A1', works_count: 2, years: [2001, 2003] }),
    sampleNode('W3', { label: 'Work', via: 'A2', years: [2010, 2010] }),
  ],
  edges: [sampleEdge('A1 A2', 2), sampleEdge('A2 W3', 5), sampleEdge('A1 W3', 1)],
}

test('a row tells why its node is there: its tie to the one by which it was chosen', () => {
  expect(
    nodeRows(shown, 'closeness').map(({ id, ties, years, why }) => [id, ties, years, why?.name, why?.reason]),
  ).toEqual([
    ['A1', 2, '', undefined, undefined],
    ['A2', 2, '2001 to 2003', 'Zoe', 'why A1 A2'],
    ['W3', 2, '2010', 'Ada', 'why A2 W3'],
  ])
})

test('rows come in the order that is asked for', () => {
  const order = (sort: Parameters<typeof nodeRows>[1]): string =>
    nodeRows(shown, sort)
      .map(({ id }) => id)
      .join(' ')
  expect([order('name'), order('works'), order('years'), order('kind')]).toEqual([
    'A2 W3 A1',
    'A2 W3 A1',
    'W3 A2 A1',
    'A1 A2 W3',
  ])
})

test('ties come with the strongest of each kind first', () => {
  expect(tieRows(shown).map(({ reason, strength }) => [reason, strength])).toEqual([
    ['why A1 A2', 1],
    ['why A2 W3', 1],
    ['why A1 W3', 0.2],
  ])
})
