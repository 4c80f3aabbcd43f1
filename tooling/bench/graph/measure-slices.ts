import { readGraphSlice } from '@bzpeer/reads'
import { type EntityRef, formatId } from '@bzpeer/schema'
import { openStore, type Store, type StoreLocation } from '@bzpeer/store'
import { percentile, printFigure } from '../figure.ts'
import { listMostConnected, listSample } from './graph-samples.ts'

/** In ms: the most that is wanted of a server; an embedded database may take `times` as long. */
const limits = { p50: 10, p95: 40, worst: 120 }
const warmUp = 150

/** Slices of two steps and 150 nodes, asked for one after the other, without HTTP. */
export async function measureSlices(prefix: string, location: StoreLocation, times = 1): Promise<void> {
  await using store = openStore(location)
  const sample = await listSample(store)
  await timeSlices(store, sample.slice(0, warmUp))
  const usual = await timeSlices(store, sample)
  const connected = await listMostConnected(store)
  const worst = await timeSlices(store, connected)
  const most = Math.max(...worst)
  const slowest = connected[worst.indexOf(most)]
  const figures = [
    ['p50', percentile(usual, 0.5), `${sample.length} entities of four kinds`],
    ['p95', percentile(usual, 0.95), `${sample.length} entities of four kinds`],
    ['worst', most, `${connected.length} most connected of all kinds; the slowest: ${slowest && formatId(slowest)}`],
  ] as const
  for (const [name, value, of] of figures) {
    const base = limits[name] * times
    const note = `depth 2, 150 nodes, ${of}; base: the most that is wanted`
    printFigure({ name: `${prefix}.slice.${name}`, value, unit: 'ms', base, ratio: base / value, note })
  }
}

async function timeSlices(store: Store, entities: readonly EntityRef[]): Promise<number[]> {
  const context = { db: store.reading, now: () => new Date() }
  const times: number[] = []
  for (const focus of entities) {
    const started = performance.now()
    await readGraphSlice(
      context,
      { focus, depth: 2, limit: 150, kinds: ['work', 'author', 'topic', 'institution'] },
      'https://bench.example',
    )
    times.push(performance.now() - started)
  }
  return times
}
