import { expect, test } from 'vitest'
import { joinSlices } from './join-slices.ts'
import { Layout } from './layout.ts'
import { placeNodes } from './place-nodes.ts'
import { sampleEdge, sampleNode } from './sample-graph.ts'

const ids = Array.from({ length: 30 }, (_, index) => `A${index + 2}`)
const graph = joinSlices([
  { around: 'A1', nodes: ['A1', ...ids].map((id) => sampleNode(id)), edges: ids.map((id) => sampleEdge(`A1 ${id}`)) },
])

test('nodes start at the same places each time, none on another, the focus at the origin', () => {
  const places = placeNodes(graph, new Map())
  expect(places).toEqual(placeNodes(graph, new Map()))
  expect(places.get('A1')).toEqual({ x: 0, y: 0 })
  expect(new Set([...places.values()].map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)).size).toBe(31)
})

test('whoever has a place keeps it, and a newcomer stands near the one who brought it, away from the origin', () => {
  const before = new Map([
    ['A1', { x: 0, y: 0 }],
    ['A2', { x: 300, y: 0 }],
  ])
  const more = joinSlices([
    { around: 'A1', nodes: [sampleNode('A1'), sampleNode('A2')], edges: [] },
    { around: 'A2', nodes: [sampleNode('A2'), ...ids.slice(1, 6).map((id) => sampleNode(id))], edges: [] },
  ])
  const places = placeNodes(more, before)
  expect([places.get('A1'), places.get('A2')]).toEqual([...before.values()])
  for (const id of ids.slice(1, 6)) {
    const { x = 0, y = 0 } = places.get(id) ?? {}
    expect(Math.hypot(x - 300, y)).toBeLessThan(120)
    expect(x).toBeGreaterThanOrEqual(300)
  }
})

test('a layout moves all but those that are fixed, and ends the same each time', () => {
  const run = () => {
    const layout = new Layout({
      x: Float32Array.of(0, 10, 20, 30),
      y: Float32Array.of(0, 5, -5, 1),
      isFixed: Uint8Array.of(1, 0, 0, 0),
      radius: Float32Array.of(5, 5, 5, 5),
      ends: Uint32Array.of(0, 1, 1, 2, 2, 3),
      weight: Float32Array.of(1, 1, 1),
    })
    for (let step = 0; step < 50; step++) layout.step()
    return layout.places()
  }
  const { x, y } = run()
  expect([x[0], y[0]]).toEqual([0, 0])
  expect(x[3]).not.toBe(30)
  expect([...x, ...y].every(Number.isFinite)).toBe(true)
  expect(run()).toEqual({ x, y })
})
