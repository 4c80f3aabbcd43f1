import { setTimeout } from 'node:timers/promises'
import type { GraphEdge, GraphNode, GraphSlice } from '@bzpeer/domain'
import { describe, expect, test } from 'vitest'
import { radiusOf } from './draw-slice.ts'
import { layOut } from './lay-out.ts'
import { leadersOf } from './leaders-of.ts'
import { MalformedSliceError, parseSlice } from './parse-slice.ts'
import { placeLabels, shorten } from './place-labels.ts'
import { shapeOf } from './shape-of.ts'
import { weaveSlice } from './slice-ties.ts'
import { rowsOf, sortRows } from './sort-rows.ts'
import type { Frame, Places } from './spread-over.ts'
import { stepTowards } from './step-towards.ts'

const kinds = { A: 'author', W: 'work', T: 'topic', I: 'institution', S: 'source' } as const

function node(id: string, ring: number, via: string | null, more: Partial<GraphNode> = {}): GraphNode {
  const kind = kinds[id.charAt(0) as keyof typeof kinds]
  const path = `/${kind}s/${id}`
  const own = { id, kind, label: id, weight: 1 / (ring + 1), url: path, path, ring, via }
  return { ...own, works_count: null, cited_by_count: null, years: null, ...more }
}

function edge(source: string, target: string, more: Partial<GraphEdge> = {}): GraphEdge {
  return { source, target, kind: 'authored', weight: 1, reason: 'wrote it', works: [], count: 1, years: null, ...more }
}

/** So many nodes around one: a first ring, and a second behind it, each tied to its neighbours as well. */
function sliceOf(count: number): GraphSlice {
  const nodes = [node('A1', 0, null)]
  for (let n = 2; n <= count; n += 1) {
    const isNear = n <= 1 + count * 0.4
    nodes.push(node(`${'AWTI'.charAt(n % 4)}${n}`, isNear ? 1 : 2, isNear ? 'A1' : (nodes[n % 5]?.id ?? 'A1')))
  }
  const ways = nodes.slice(1).map(({ id, via }) => edge(via ?? 'A1', id))
  const others = nodes.slice(3).flatMap(({ id }, n) => [edge(nodes[n]?.id ?? 'A1', id)])
  return { focus: 'A1', nodes, edges: [...ways, ...others], truncated: true, total: 500, is_total_exact: true }
}

const pause = (): Promise<void> => setTimeout(0)
const radius = (slice: GraphSlice) => (id: string) =>
  radiusOf(slice.nodes.find((each) => each.id === id) ?? node(id, 2, null))
const place = (slice: GraphSlice, frame: Frame, before?: Places): Promise<Places> =>
  layOut(slice, { frame, radiusOf: radius(slice), pause, ...(before === undefined ? {} : { before }) })

describe.for([
  { count: 150, frame: { width: 704, height: 400 } },
  { count: 60, frame: { width: 288, height: 380 } },
  { count: 3, frame: { width: 288, height: 380 } },
  { count: 1, frame: { width: 704, height: 400 } },
])('the layout of $count nodes in $frame.width × $frame.height pixels', ({ count, frame }) => {
  test('has the focus in the middle, everything inside, and room for a finger between any two', async () => {
    const places = await place(sliceOf(count), frame)
    expect(places.size).toBe(count)
    expect(places.get('A1')).toEqual({ x: 0, y: 0 })
    const points = [...places.values()]
    for (const { x, y } of points) {
      expect(Math.abs(x)).toBeLessThanOrEqual(frame.width / 2)
      expect(Math.abs(y)).toBeLessThanOrEqual(frame.height / 2)
    }
    const distances = points.flatMap((a, index) => points.slice(index + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)))
    expect(distances.filter((distance) => distance < 22)).toEqual([])
  })

  test('is the same every time', async () => {
    expect(await place(sliceOf(count), frame)).toEqual(await place(sliceOf(count), frame))
  })
})

test('the layout lets the page answer in between, in pieces of well under 50 ms', async () => {
  const pieces: number[] = []
  let begun = performance.now()
  const slice = sliceOf(150)
  await layOut(slice, {
    frame: { width: 704, height: 400 },
    radiusOf: radius(slice),
    async pause() {
      pieces.push(performance.now() - begun)
      await pause()
      begun = performance.now()
    },
  })
  expect(pieces.length).toBeGreaterThan(3)
  const sorted = pieces.toSorted((a, b) => a - b)
  // The median: on a busy machine any one of them may be interrupted.
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(30)
})

test('a layout that follows another leaves those that stay on their side of the focus', async () => {
  const frame = { width: 704, height: 400 }
  const slice = sliceOf(40)
  const before = await place(slice, frame)
  const after = await place(slice, frame, before)
  const kept = [...before].filter(([id, { x, y }]) => {
    const now = after.get(id)
    return now !== undefined && Math.hypot(now.x - x, now.y - y) < 120
  })
  expect(kept.length / before.size).toBeGreaterThan(0.8)
})

describe('labels', () => {
  const frame = { width: 400, height: 300 }
  const wish = (id: string) => ({ id, width: 80, radius: 8 })

  test('stand where they touch nothing, those wished first before others', () => {
    const places: Places = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 40, y: 0 }],
    ])
    const labels = placeLabels([wish('first'), wish('a'), wish('b')], places, () => 8, frame)
    expect(labels.get('a')).toMatchObject({ anchor: 'end', isCovering: false })
    expect(labels.get('b')).toMatchObject({ anchor: 'start', isCovering: false })
  })

  test('stay inside the frame', () => {
    const places: Places = new Map([['a', { x: 190, y: 0 }]])
    expect(placeLabels([wish('first'), wish('a')], places, () => 8, frame).get('a')?.anchor).toBe('end')
  })

  test('have room below the focus, and stand there', async () => {
    const wide = { width: 704, height: 400 }
    const slice = sliceOf(60)
    const labels = placeLabels([{ id: 'A1', width: 16, radius: 18 }], await place(slice, wide), radius(slice), wide)
    expect(labels.get('A1')).toMatchObject({ x: 0, anchor: 'middle', isCovering: false })
  })

  test('that find no free place are told so', () => {
    const places: Places = new Map(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((id, n) => [
        id,
        { x: ((n % 3) - 1) * 26, y: (Math.floor(n / 3) - 1) * 20 },
      ]),
    )
    const labels = placeLabels([...places.keys()].map(wish), places, () => 8, frame)
    expect(labels.get('e')?.isCovering).toBe(true)
  })

  test('are cut by what readers call a character', () => {
    expect(shorten('Zoë 👩‍🔬👩‍🔬👩‍🔬', 6)).toBe('Zoë 👩‍🔬…')
    expect(shorten('short', 5)).toBe('short')
  })
})

test('every kind has a shape of its own, not a colour alone', () => {
  const shapes = Object.values(kinds).map((kind) => shapeOf(kind, 5))
  expect(new Set(shapes).size).toBe(shapes.length)
})

describe('arrow keys', () => {
  const places: Places = new Map([
    ['middle', { x: 0, y: 0 }],
    ['right', { x: 50, y: 10 }],
    ['far right', { x: 120, y: 0 }],
    ['up', { x: 5, y: -60 }],
  ])

  test('go to what is nearest that way', () => {
    expect(stepTowards(places, 'middle', 'ArrowRight')).toBe('right')
    expect(stepTowards(places, 'middle', 'ArrowUp')).toBe('up')
    expect(stepTowards(places, 'right', 'ArrowLeft')).toBe('middle')
  })

  test('go round to the other side where nothing lies that way', () => {
    expect(stepTowards(places, 'far right', 'ArrowRight')).toBe('middle')
    expect(stepTowards(new Map([['alone', { x: 0, y: 0 }]]), 'alone', 'ArrowUp')).toBeUndefined()
  })
})

describe('what comes as a slice', () => {
  const slice = sliceOf(5)

  test('is taken as it is', () => {
    expect(parseSlice(structuredClone(slice))).toEqual(slice)
  })

  test.for([null, 'x', {}, { nodes: [], edges: [] }, { ...slice, focus: 'A9' }, { ...slice, nodes: [{ id: 1 }] }])(
    'is refused where nothing can be drawn of it: %j',
    (value) => {
      expect(() => parseSlice(value)).toThrow(MalformedSliceError)
    },
  )

  test('loses what leads nowhere or to another site, and what is beyond its bound', () => {
    const evil = node('A77', 1, 'A1', { path: '//evil.example/x' })
    const worse = node('A78', 1, 'A1', { path: 'javascript:alert(1)' })
    const dangling = edge('A1', 'A999')
    const many = sliceOf(400)
    expect(parseSlice({ ...slice, nodes: [...slice.nodes, evil, worse], edges: [...slice.edges, dangling] })).toEqual(
      slice,
    )
    expect(parseSlice(many).nodes).toHaveLength(150)
    expect(parseSlice({ ...slice, total: 'x' }).total).toBe(5)
  })
})

test('a slice is led on by the neighbours who brought most of its second step', () => {
  const nodes = [
    node('A1', 0, null),
    ...['A2', 'W3', 'T4'].map((id) => node(id, 1, 'A1')),
    node('A5', 2, 'W3'),
    ...['A6', 'W7'].map((id) => node(id, 2, 'A2')),
  ]
  expect(leadersOf({ focus: 'A1', nodes }, 8)).toEqual(['A2', 'W3'])
  expect(leadersOf({ focus: 'A1', nodes }, 1)).toEqual(['A2'])
  expect(leadersOf({ focus: 'A1', nodes: nodes.slice(0, 4) }, 8)).toEqual([])
})

describe('the rows of a table', () => {
  const slice = weaveSlice({
    focus: 'A1',
    nodes: [
      node('A1', 0, null),
      node('W2', 1, 'A1', { label: 'b', weight: 0.4, years: [2019, 2019] }),
      node('A3', 1, 'A1', { label: 'É', weight: 0.9, years: [2001, 2022] }),
      node('T4', 2, 'W2', { label: 'A', weight: 0.95 }),
    ],
    edges: [
      edge('A1', 'W2'),
      edge('A1', 'A3', { kind: 'coauthored' }),
      edge('A3', 'W2'),
      edge('W2', 'T4', { kind: 'about' }),
    ],
    truncated: false,
    total: 4,
    is_total_exact: true,
  })
  const idsBy = (by: Parameters<typeof sortRows>[1], isTurned = false) =>
    sortRows(rowsOf(slice), by, isTurned).map(({ id }) => id)

  test('hold each node but the focus, and each tie, the one by which a node is there first', () => {
    const rows = rowsOf(slice)
    expect(rows.map(({ id, ties }) => [id, ties.map(({ other }) => other.id)])).toEqual([
      ['W2', ['A1', 'A3', 'T4']],
      ['A3', ['A1', 'W2']],
      ['T4', ['W2']],
    ])
    expect(new Set(rows.flatMap(({ ties }) => ties.map((tie) => tie.edge))).size).toBe(slice.edges.length)
  })

  test('sort by name, kind, ties, year and closeness, both ways', () => {
    expect(idsBy('closeness')).toEqual(['A3', 'W2', 'T4'])
    expect(idsBy('name')).toEqual(['T4', 'W2', 'A3'])
    expect(idsBy('kind')).toEqual(['A3', 'W2', 'T4'])
    expect(idsBy('ties')).toEqual(['W2', 'A3', 'T4'])
    expect(idsBy('year')).toEqual(['A3', 'W2', 'T4'])
    expect(idsBy('name', true)).toEqual(['A3', 'W2', 'T4'])
  })
})
