import { describe, expect, test } from 'vitest'
import { startAt } from './explorer-state.ts'
import { filterGraph, isFilteredEmpty, yearsOfGraph } from './filter-graph.ts'
import { joinSlices } from './join-slices.ts'
import { sampleEdge, sampleNode } from './sample-graph.ts'

const graph = joinSlices([
  {
    around: 'A1',
    nodes: [
      sampleNode('A1', { years: [2000, 2020] }),
      sampleNode('A2', { years: [2001, 2003] }),
      sampleNode('A3', { years: [2015, 2020] }),
      sampleNode('W4', { years: [2015, 2015] }),
      sampleNode('T5'),
      sampleNode('I6'),
    ],
    edges: [
      sampleEdge('A1 A2', 4, [2001, 2003]),
      sampleEdge('A1 A3', 1, [2015, 2020]),
      sampleEdge('A3 W4', 1, [2015, 2015]),
      sampleEdge('W4 T5'),
      sampleEdge('A1 I6'),
    ],
  },
])
const all = startAt('A1')
const idsOf = (filters: Parameters<typeof filterGraph>[1]): string =>
  filterGraph(graph, filters)
    .nodes.map(({ id }) => id)
    .join(' ')

describe('what is shown of a graph', () => {
  test('is everything, without a filter', () => {
    expect(idsOf(all)).toBe('A1 A2 A3 W4 T5 I6')
  })

  test('is of the chosen kinds, and whoever is left without a tie goes with them', () => {
    expect(idsOf({ ...all, kinds: ['author', 'topic'] })).toBe('A1 A2 A3')
    expect(idsOf({ ...all, kinds: [] })).toBe('A1')
  })

  test('is of the chosen years, as far as years are known', () => {
    expect(idsOf({ ...all, years: { from: 2010, to: null } })).toBe('A1 A3 W4 T5 I6')
    expect(idsOf({ ...all, years: { from: null, to: 2010 } })).toBe('A1 A2 I6')
  })

  test('is what there was by a year', () => {
    expect(idsOf({ ...all, until: 2002 })).toBe('A1 A2 I6')
    expect(idsOf({ ...all, until: 1990 })).toBe('A1 I6')
  })

  test('is tied to the chosen topic, over one work at most', () => {
    expect(idsOf({ ...all, topic: 'T5' })).toBe('A1 A3 W4 T5')
  })

  test('is the same with a topic that is not there', () => {
    expect(idsOf({ ...all, topic: 'T99' })).toBe(idsOf(all))
  })

  test('is known to be empty by filters where nothing but the focus passes them', () => {
    const isEmpty = (filters: typeof all) => isFilteredEmpty(graph, filterGraph(graph, filters), filters)
    expect(isEmpty(all)).toBe(false)
    expect(isEmpty({ ...all, kinds: ['author'] })).toBe(false)
    expect(isEmpty({ ...all, kinds: [] })).toBe(true)
    expect(isEmpty({ ...all, hidden: ['A2', 'A3', 'W4', 'T5', 'I6'] })).toBe(false)
  })

  test('has ties of the chosen strength, measured among ties between the same kinds', () => {
    expect(idsOf({ ...all, strength: 50 })).toBe('A1 A2 A3 W4 T5 I6')
    expect(filterGraph(graph, { ...all, strength: 50 }).edges.map(({ source, target }) => source + target)).toEqual([
      'A1A2',
      'A3W4',
      'W4T5',
      'A1I6',
    ])
  })

  test('never holds who is hidden, and always the focus, whoever is pinned, and a way', () => {
    expect(idsOf({ ...all, hidden: ['A3'] })).toBe('A1 A2 W4 T5 I6')
    expect(idsOf({ ...all, kinds: ['topic'], pinned: [{ id: 'A2', x: 0, y: 0 }], kept: new Set(['W4']) })).toBe(
      'A1 A2 W4 T5',
    )
  })

  test('spans the years of all that is known', () => {
    expect(yearsOfGraph(graph)).toEqual([2000, 2020])
    expect(yearsOfGraph(joinSlices([]))).toBeUndefined()
  })
})
