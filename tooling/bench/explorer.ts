import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GraphEdge, GraphNode, GraphSlice } from '@bzpeer/domain'
import { findChromium, openBrowser } from '@bzpeer/testkit'
import { printFigure } from './figure.ts'
import { serveSite } from './running-site.ts'

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>['newPage']>>

const nodesDrawn = 5_000
const edgesDrawn = 15_000
const panningMs = 5_000
const mostMs = 2_000
const leastFrames = 50
const setting = `Chromium, ${nodesDrawn.toLocaleString('en')} nodes and ${edgesDrawn.toLocaleString('en')} edges, no graphics card`

/** The explorer's picture of a large graph, in a browser that draws on the processor. */
export async function benchExplorer(): Promise<void> {
  if (findChromium() === undefined) return console.error('skipped: no Chromium is installed')
  const data = await mkdtemp(join(tmpdir(), 'bzpeer-explorer-'))
  const site = await serveSite(['--data', data, '--with-sample'])
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const focus = await findFocus(site.origin)
    const slice = JSON.stringify(generateSlice(focus))
    await page.route('**/api/graph?**', (route) => route.fulfill({ contentType: 'application/json', body: slice }))
    await page.goto(`${site.origin}/explore?focus=${focus}`, { waitUntil: 'commit' })
    await page.locator('[data-drawn]').waitFor({ timeout: 60_000 })
    const first = await page.evaluate(() => performance.getEntriesByName('explorer-drawn')[0]?.startTime ?? Number.NaN)
    printFigure({
      name: 'explorer.first-picture',
      value: first,
      unit: 'ms',
      base: mostMs,
      ratio: mostMs / first,
      note: `${setting}, from the start of the navigation; base: the limit`,
    })
    await page.locator('[data-settled]').waitFor({ timeout: 120_000 })
    await measurePanning(page)
  } finally {
    await browser.close()
    await site.stop()
    await rm(data, { recursive: true, force: true })
  }
}

async function measurePanning(page: Page): Promise<void> {
  const moved = await framesWhilePanning(page, '[data-part=picture]')
  // The picture was panned, and no node with it.
  await page.waitForURL(({ searchParams }) => searchParams.has('view') && !searchParams.has('pin'))
  await page.goto(new URL('/about', page.url()).href)
  await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { id: 'empty', width: 860, height: 580 })
    document.body.prepend(canvas)
  })
  const empty = await framesWhilePanning(page, '#empty')
  printFigure({
    name: 'explorer.panning',
    value: moved,
    unit: 'frames/s',
    base: leastFrames,
    ratio: moved / leastFrames,
    note: `${setting}; base: the limit`,
  })
  printFigure({
    name: 'explorer.panning.share',
    value: moved,
    unit: 'frames/s',
    base: empty,
    ratio: moved / empty,
    note: `${setting}; base: an empty canvas under the same moves of the mouse`,
  })
}

/** Frames a second while a mouse drags something about, in circles. */
async function framesWhilePanning(page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).boundingBox()
  if (box === null) throw new Error(`There is no ${selector} on the page.`)
  const [x, y] = [box.x + box.width / 2, box.y + 20]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const counted = page.evaluate(countFrames, panningMs)
  const startedAt = performance.now()
  for (let turn = 0; performance.now() - startedAt < panningMs; turn += 0.1)
    await page.mouse.move(x + Math.sin(turn) * 150, y + 100 - Math.cos(turn) * 100)
  await page.mouse.up()
  return counted
}

function countFrames(durationMs: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const startedAt = performance.now()
  let frames = 0
  const count = (): void => {
    const past = performance.now() - startedAt
    frames += 1
    if (past < durationMs) requestAnimationFrame(count)
    else resolve((frames / past) * 1000)
  }
  requestAnimationFrame(count)
  return promise
}

async function findFocus(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/autocomplete/authors?q=tri+dao`)
  const { results } = (await response.json()) as { results: { short_id: string }[] }
  const id = results[0]?.short_id.split('/').at(-1)
  if (id === undefined) throw new Error('The sample lacks the researcher around whom the explorer is measured.')
  return id
}

const kinds = { A: 'author', W: 'work', I: 'institution', T: 'topic', S: 'source' } as const
type Letter = keyof typeof kinds

/** A graph with hubs: each node is tied to one that came before it, and to two more, mostly among the first. */
function generateSlice(focus: string): GraphSlice {
  let seed = 7
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const letters = Object.keys(kinds) as Letter[]
  const ids = Array.from({ length: nodesDrawn }, (_, n) => (n === 0 ? focus : `${letters[n % letters.length]}${n}`))
  const nodes = ids.map((id, n) => toNode(id, n, ids[Math.floor(n / 8)] ?? focus))
  const pairs = new Set<string>()
  for (let n = 1; n < nodesDrawn; n++) pairs.add(`${ids[n]} ${ids[Math.floor(n / 8)]}`)
  while (pairs.size < edgesDrawn) {
    const [a, b] = [Math.floor(random() * nodesDrawn), Math.floor(random() ** 3 * nodesDrawn)]
    if (a !== b) pairs.add(`${ids[a]} ${ids[b]}`)
  }
  return { focus, nodes, edges: [...pairs].map(toEdge), truncated: false, total: nodesDrawn, is_total_exact: true }
}

function toNode(id: string, n: number, via: string): GraphNode {
  return {
    id,
    kind: kinds[id.charAt(0) as Letter],
    label: `Entity ${n} of a large graph`,
    weight: 1 / (n + 1),
    url: `http://host/${id}`,
    path: `/${id}`,
    ring: n === 0 ? 0 : 1,
    via: n === 0 ? null : via,
    works_count: n % 40,
    cited_by_count: null,
    years: [2000 + (n % 20), 2005 + (n % 20)],
  }
}

function toEdge(pair: string): GraphEdge {
  const [source = '', target = ''] = pair.split(' ')
  return {
    source,
    target,
    kind: 'about',
    weight: 1,
    reason: '1 work about it, 2020',
    works: [],
    count: 1,
    years: [2010, 2020],
  }
}
