import { describe, expect, test } from 'vitest'
import { arcBetween } from './arc.ts'
import { unrollRing } from './base-map.ts'
import { chooseLabels } from './choose-labels.ts'
import { joinLines, lastClusterZoom, PlaceClusters } from './cluster-places.ts'
import { framePoints } from './frame-points.ts'
import type { MapPlace } from './map-data.ts'
import { formatView, parseView } from './map-view.ts'

function place(id: string, latitude: number, longitude: number, weight = 1): MapPlace {
  return { id, name: id, url: `/institutions/${id}`, where: '', latitude, longitude, weight, note: '' }
}

describe('circles of the map', () => {
  const places = [
    place('vienna', 48.21, 16.37, 5),
    place('graz', 47.07, 15.44, 2),
    place('lima', -12.05, -77.04, 9),
    place('twin', 48.21, 16.37, 3),
  ]
  const clusters = new PlaceClusters(places)

  test('hold every place once at every zoom, heaviest first', () => {
    for (let zoom = 0; zoom <= lastClusterZoom + 1; zoom++) {
      const nodes = clusters.nodesAt(zoom)
      expect(nodes.flatMap((node) => node.places.map(({ id }) => id)).toSorted()).toEqual([
        'graz',
        'lima',
        'twin',
        'vienna',
      ])
      expect(nodes.map(({ weight }) => weight)).toEqual(nodes.map(({ weight }) => weight).toSorted((a, b) => b - a))
    }
  })

  test('open where their places stand apart', () => {
    const austria = clusters.nodesAt(1).find((node) => node.places.length === 3)
    expect(austria?.places.map(({ id }) => id)).toEqual(['vienna', 'twin', 'graz'])
    const opensAt = austria?.opensAt ?? 0
    expect(opensAt).toBeGreaterThan(1)
    expect(clusters.nodesAt(opensAt).some((node) => node.places.length === 3)).toBe(false)
  })

  test('of institutions at one point never open, at whatever zoom', () => {
    for (const zoom of [9, lastClusterZoom, lastClusterZoom + 4]) {
      const vienna = clusters.nodesAt(zoom).find((node) => node.places.some(({ id }) => id === 'twin'))
      expect(vienna?.places.map(({ id }) => id)).toEqual(['vienna', 'twin'])
      expect(vienna?.opensAt).toBeUndefined()
    }
  })

  test('carry the lines of their places, joined, and none within themselves', () => {
    const line = (source: string, target: string, weight: number) => ({ source, target, weight, reason: '' })
    const lines = [
      line('vienna', 'lima', 2),
      line('lima', 'graz', 3),
      line('vienna', 'graz', 7),
      line('vienna', 'nowhere', 1),
    ]
    const [joined, ...others] = joinLines(clusters.nodesAt(1), lines)
    expect(others).toEqual([])
    expect(joined?.weight).toBe(5)
    expect(joined?.lines.map(({ weight }) => weight)).toEqual([3, 2])
    expect(joinLines(clusters.nodesAt(9), lines)).toHaveLength(3)
  })

  test('stand on the map even at a pole', () => {
    const [pole] = new PlaceClusters([place('pole', -90, 0)]).nodesAt(0)
    expect(pole?.at[1]).toBeCloseTo(-85, 5)
  })
})

describe('an arc', () => {
  test('goes the shorter way around the world, on beyond the antimeridian', () => {
    const arc = arcBetween([139.7, 35.7], [-122.1, 37.4])
    expect(arc[0]).toEqual([139.7, expect.closeTo(35.7, 6)])
    expect(arc.at(-1)).toEqual([expect.closeTo(237.9, 6), expect.closeTo(37.4, 6)])
    for (const [index, [longitude]] of arc.entries())
      if (index > 0) expect(Math.abs(longitude - (arc[index - 1]?.[0] ?? 0))).toBeLessThan(10)
  })

  test('bends away from the equator whichever way it goes', () => {
    const middle = (arc: readonly (readonly [number, number])[]) => arc[Math.floor(arc.length / 2)]?.[1] ?? 0
    expect(middle(arcBetween([0, 40], [60, 40]))).toBeGreaterThan(41)
    expect(middle(arcBetween([60, 40], [0, 40]))).toBeGreaterThan(41)
    expect(middle(arcBetween([0, -40], [60, -40]))).toBeLessThan(-41)
  })
})

describe('the frame around places', () => {
  test('is the smaller one, over the antimeridian where that is shorter', () => {
    expect(
      framePoints([
        [170, -40],
        [-170, -30],
      ]),
    ).toEqual([170, -40, 190, -30])
    expect(
      framePoints([
        [-10, 50],
        [20, 40],
      ]),
    ).toEqual([-10, 40, 20, 50])
    expect(framePoints([[5, 90]])).toEqual([5, 85, 5, 85])
    expect(framePoints([])).toBeUndefined()
  })
})

describe('the coast of the land', () => {
  test('goes on beyond 180° instead of running back around the world', () => {
    const ring = [
      [170, 60],
      [-170, 60],
      [-170, 70],
      [170, 70],
      [170, 60],
    ]
    expect(unrollRing(ring)).toEqual([
      [170, 60],
      [190, 60],
      [190, 70],
      [170, 70],
      [170, 60],
    ])
  })

  test('that goes around the world encloses the pole', () => {
    const ring = [
      [-90, -70],
      [0, -70],
      [90, -70],
      [179, -70],
      [-179, -70],
      [-90, -70],
    ]
    expect(unrollRing(ring).slice(-4)).toEqual([
      [270, -70],
      [270, -90],
      [-90, -90],
      [-90, -70],
    ])
  })
})

describe('the view in an address', () => {
  test('is read as it was written', () => {
    const view = { latitude: 48.2082, longitude: 16.3738, zoom: 4.25 }
    expect(parseView(formatView(view))).toEqual(view)
    expect(formatView({ ...view, longitude: 16.3738 + 360 })).toBe('48.2082,16.3738,4.25')
  })

  test.for(['', '1,2', '91,0,3', '0,181,3', '0,0,99', '0,0,NaN', '1e3,0,2', '0,0,3<script>'])(
    'is none in “%s”',
    (text) => {
      expect(parseView(text)).toBeUndefined()
    },
  )
})

test('labels cover neither circles nor each other, and the first of two stands', () => {
  const box = (key: string, x: number, y: number) => ({ key, x, y, width: 40, height: 10 })
  const labels = [box('first', 0, 0), box('beside', 30, 5), box('below', 0, 12), box('on a circle', 100, 0)]
  expect([...chooseLabels(labels, [box('circle', 110, 4)])]).toEqual(['first', 'below'])
})
