import { expect, test } from 'vitest'
import { labelTick, makeAxis } from './axis.ts'
import type { History } from './history.ts'
import { lossPlot } from './loss-plot.ts'

function falling(to: number): History {
  const steps = Array.from({ length: 50 }, (_, index) => (index + 1) * 20)
  const points = steps.map((step) => ({ step, seconds: step / 4, loss: to + 4 * Math.exp(-step / 200) }))
  return { train: points, validation: points.filter((_, index) => index % 10 === 9) }
}

test('an axis goes from round number to round number and has round marks', () => {
  expect(makeAxis(1.13, 2.41, 6, 0, 100).ticks.map(labelTick)).toEqual(['1', '1.5', '2', '2.5'])
  expect(makeAxis(0, 2000, 8, 0, 100).ticks.map(labelTick)).toEqual(['0', '500', '1,000', '1,500', '2,000'])
  const flat = makeAxis(3, 3, 6, 0, 100)
  expect(flat.place(3)).toBeGreaterThanOrEqual(0)
  expect(flat.place(3)).toBeLessThanOrEqual(100)
})

test('a plot has both curves of each run, its name, and says its last losses to those who do not see it', () => {
  const svg = lossPlot([
    { name: 'dense', history: falling(1.2) },
    { name: 'Monarch & <4 blocks>', history: falling(1.21) },
  ])
  expect(svg.match(/<polyline class="train"/g)).toHaveLength(2)
  expect(svg.match(/<polyline class="validation"/g)).toHaveLength(2)
  expect(svg).toContain('Monarch &amp; &lt;4 blocks&gt;: training, validation')
  expect(svg).toContain('dense: training loss 1.227 at step 1000')
  expect(svg).toContain('prefers-color-scheme:dark')
})

test('a plot over seconds counts seconds', () => {
  const svg = lossPlot([{ name: 'dense', history: falling(1.2) }], { over: 'seconds' })
  expect(svg).toContain('seconds of training')
  expect(svg).toContain('>250</text>')
})

test('every point lies on the picture or above its frame, and no number in it is not one', () => {
  const svg = lossPlot([
    { name: 'a', history: falling(0) },
    { name: 'b', history: { train: [], validation: [] } },
  ])
  expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  const points = Array.from(svg.matchAll(/points="([^"]*)"/g), ([, list = '']) => list.split(' ')).flat()
  const places = points.map((point) => point.split(',').map(Number))
  expect(places.length).toBe(55)
  expect(places.every(([x = 0, y = 0]) => x >= 64 && x <= 860 && y <= 404)).toBe(true)
})

test('a run without losses has a plot all the same', () => {
  expect(lossPlot([{ name: 'new', history: { train: [], validation: [] } }])).toContain('no losses yet')
  expect(lossPlot([])).not.toMatch(/NaN|Infinity/)
})
