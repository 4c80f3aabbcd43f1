import { describe, expect, test } from 'vitest'
import { collapse, expand, hide, startAt } from './explorer-state.ts'
import { broughtBy, type GraphPart, joinSlices } from './join-slices.ts'
import { sampleEdge, sampleNode } from './sample-graph.ts'

const part = (around: string, ids: string): GraphPart => ({
  around,
  nodes: [around, ...ids.split(' ')].map((id) => sampleNode(id)),
  edges: ids.split(' ').map((id) => sampleEdge(`${around} ${id}`)),
})

describe('parts of a graph', () => {
  test('join to one, each node once, beside the one who brought it first', () => {
    const graph = joinSlices([part('A1', 'A2 A3'), part('A2', 'A1 A4')])
    expect([...graph.nodes.keys()]).toEqual(['A1', 'A2', 'A3', 'A4'])
    expect(Object.fromEntries(graph.parents)).toEqual({ A2: 'A1', A3: 'A1', A4: 'A2' })
    expect(graph.edges.size).toBe(4)
  })

  test('say where they had to be cut', () => {
    const many = Array.from({ length: 7_000 }, (_, index) => `A${index + 2}`).join(' ')
    const graph = joinSlices([part('A1', many)])
    expect([graph.nodes.size, graph.isCut]).toEqual([6_000, true])
  })

  test('go with what they had brought, and what is also brought by others stays', () => {
    const parts = [part('A1', 'A2 A3'), part('A2', 'A3 A4'), part('A4', 'A5')]
    expect([...broughtBy(parts, 'A2')].toSorted()).toEqual(['A4', 'A5'])
    expect([...broughtBy(parts, 'A4')]).toEqual(['A5'])
    const state = expand(expand(startAt('A1'), 'A2'), 'A4')
    expect(collapse(state, 'A2', broughtBy(parts, 'A2')).expanded).toEqual([])
    expect(collapse(state, 'A4', broughtBy(parts, 'A4')).expanded).toEqual(['A2'])
  })
})

describe('the state of an explorer', () => {
  test('holds so much and no more, and says what to do then', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `A${index + 2}`)
    const full = ids.reduce(expand, startAt('A1'))
    expect(() => expand(full, 'A99')).toThrow('At most 40 can be expanded at a time. Collapse one first.')
    expect(expand(full, 'A2')).toBe(full)
  })

  test('never hides its focus, and forgets what was asked of whoever it hides', () => {
    const state = { ...expand(startAt('A1'), 'A2'), chosen: 'A2' }
    expect(hide(state, 'A1')).toBe(state)
    expect(hide(state, 'A2')).toEqual({ ...startAt('A1'), hidden: ['A2'] })
  })
})
