import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findBarriers, findOverflow, type View } from '@bzpeer/testkit/accessibility'
import { describeInBrowser } from './describe-in-browser.ts'
import {
  countShown,
  idOfAuthor,
  openExplorer,
  readDrawn,
  saveFile,
  stateOf,
  waitForPicture,
  waitForState,
} from './explorer-page.ts'
import { findPath, idIn, origin } from './site.ts'

const views: readonly View[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280, isRecoloured: true },
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 320, isRecoloured: true },
]

/** A page of another origin: `localhost` is not the `127.0.0.1` of the site. */
async function hostPage(html: string): Promise<{ origin: string } & AsyncDisposable> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  await once(server.listen(0, 'localhost'), 'listening')
  const { port } = server.address() as AddressInfo
  const close = promisify(server.close.bind(server))
  return {
    origin: `http://localhost:${port}/`,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections()
      return close()
    },
  }
}

describeInBrowser('beside the picture of the explorer', ({ open }) => {
  test('filters show some kinds, years, a topic, strong ties alone, and are taken back', async () => {
    const page = await openExplorer(open, await idOfAuthor('Tri Dao'))
    const all = await countShown(page)
    await page.getByRole('checkbox', { name: 'Works' }).uncheck()
    await waitForState(page, 'kinds', /^author,institution,topic,source$/)
    expect((await readDrawn(page)).nodes.map(({ kind }) => kind)).not.toContain('work')
    await page.getByRole('link', { name: 'Clear filters' }).click()
    await waitForState(page, 'kinds', null)

    await page.getByLabel('From year').fill('2024')
    await page.getByLabel('From year').press('Tab')
    await waitForState(page, 'years', /^2024-$/)
    const late = (await readDrawn(page)).nodes.slice(1)
    expect(late.length).toBeLessThan(all)
    for (const { years } of late) expect(years === null || years[1] >= 2024).toBe(true)
    await page.goBack()
    await waitForState(page, 'years', null)

    await page
      .getByRole('combobox', { name: /^Topic/ })
      .selectOption({ label: 'Matrix Algorithms and Iterative Methods' })
    await waitForState(page, 'topic', /^T/)
    expect(await countShown(page)).toBeLessThan(all)
    await page.getByRole('combobox', { name: /^Topic/ }).selectOption({ label: 'Any' })
    await waitForState(page, 'topic', null)

    await page.getByLabel('Least strength of a tie').press('End')
    await waitForState(page, 'strength', /^90$/)
    expect(await page.locator('[data-part=filters] output').innerText()).toBe('90 % of the strongest of its kind')
    expect(await countShown(page)).toBeLessThan(all)
  })

  test('the way between two people is a chain with the works on it, and is drawn', async () => {
    const page = await openExplorer(open, await idOfAuthor('Tri Dao'))
    await page.getByText('The way between two people').click()
    const panel = page.locator('[data-part=way]')
    await panel.getByLabel('From', { exact: true }).fill('Arjun Desai')
    await panel.getByLabel('To', { exact: true }).fill('Pradeep Ramani')
    await panel.getByRole('button', { name: 'Find the way' }).click()
    const chain = panel.locator('.chain > li')
    await chain.first().waitFor()
    expect(await chain.locator('> button').allInnerTexts()).toEqual(['Arjun Desai', 'Tri Dao', 'Pradeep Ramani'])
    for (const step of await chain.locator('.step').all())
      expect(await step.getByRole('link').count()).toBeGreaterThan(0)
    await waitForState(page, 'way', /^A\d+:A\d+:coauthors:shortest$/)

    await panel.getByLabel('the strongest').check()
    await panel.getByLabel('citations').check()
    await panel.getByRole('button', { name: 'Find the way' }).click()
    await waitForState(page, 'way', /:citations:strongest$/)
    await panel.locator('[role=status]', { hasText: 'citations' }).waitFor()
    await panel.getByRole('button', { name: 'Clear' }).click()
    await waitForState(page, 'way', null)
    expect(await panel.locator('[role=status]').innerText()).toBe('')
  })

  test('what two have in common is listed with both ties', async () => {
    const [focus, other] = [await idOfAuthor('Tri Dao'), await idOfAuthor('Arjun Desai')]
    const page = await openExplorer(open, focus, `&v=1&common=${focus}:${other}`)
    const answer = page.locator('[data-part=common-answer]')
    await answer.getByRole('heading', { name: 'People' }).waitFor()
    expect(await answer.innerText()).toMatch(
      /Beidi Chen\s+\d+ shared works?.* \(Tri Dao\); 1 shared work.* \(Arjun Desai\)/,
    )
    expect(await answer.innerText()).toMatch(/cited by \d+ works? of Tri Dao and \d+ works? of Arjun Desai/)
    expect(await page.locator('#One-from').inputValue()).toBe('Tri Dao')
  })

  test('communities are named after topics, coloured, and lead to where they stand', async () => {
    const page = await openExplorer(open, await idOfAuthor('Tri Dao'))
    await page.getByText('Communities', { exact: true }).click()
    const list = page.locator('[data-part=community-list] li')
    await list.first().waitFor()
    const topics = new Set(
      (await readDrawn(page)).nodes.filter(({ kind }) => kind === 'topic').map(({ label }) => label),
    )
    const name = await list.first().locator('bdi').innerText()
    expect([...topics].some((topic) => name.startsWith(topic))).toBe(true)
    await page.getByLabel('Colour by community').check()
    await waitForState(page, 'colours', /^communities$/)
    await list.first().getByRole('button').click()
    await waitForState(page, 'view', /^-?\d+:-?\d+:/)
  })

  test('time is moved and replayed, a year at each press for those who want no motion', async () => {
    const page = await openExplorer(open, await idOfAuthor('Tri Dao'))
    const all = await countShown(page)
    const first = await page.locator('#until').getAttribute('min')
    await page.getByRole('button', { name: 'Next year' }).click()
    await waitForState(page, 'until', new RegExp(`^${first}$`))
    expect(await countShown(page)).toBeLessThan(all)
    await page.getByRole('button', { name: 'Next year' }).click()
    await waitForState(page, 'until', new RegExp(`^${Number(first) + 1}$`))
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await page.getByRole('button', { name: 'Replay' }).click()
    await waitForState(page, 'until', new RegExp(`^${Number(first) + 3}$`))
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.locator('#until').press('End')
    await waitForState(page, 'until', null)
  })

  test('what is shown is saved as PNG, SVG, GraphML, JSON and CSV', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const page = await openExplorer(open, focus)
    const { nodes, edges, address } = await readDrawn(page)
    expect(address).toBe(page.url())
    const png = await saveFile(page, 'PNG')
    expect([png.name, png.content.subarray(1, 4).toString()]).toEqual([`bzpeer-${focus}.png`, 'PNG'])
    expect(png.content.length).toBeGreaterThan(20_000)
    const svg = (await saveFile(page, 'SVG')).content.toString('utf8')
    expect(svg.match(/<text /g)).toHaveLength(nodes.length)
    const graphml = (await saveFile(page, 'GraphML')).content.toString('utf8')
    expect([graphml.match(/<node /g)?.length, graphml.match(/<edge /g)?.length]).toEqual([nodes.length, edges.length])
    expect((await saveFile(page, 'CSV: entities')).content.toString('utf8').trim().split('\r\n')).toHaveLength(
      nodes.length + 1,
    )
    expect((await saveFile(page, 'CSV: ties')).content.toString('utf8').trim().split('\r\n')).toHaveLength(
      edges.length + 1,
    )
  })

  test('the piece to embed shows the same in a frame of any page, and nobody changes it there', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'), '&v=1&kinds=author,topic')
    const shown = await countShown(page)
    await page.locator('[data-part=exports] summary').click()
    const code = await page.locator('[data-part=embed]').inputValue()
    const { headers } = await fetch(`${origin}/embed?${stateOf(page)}`)
    expect(headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(headers.get('x-frame-options')).toBeNull()
    const elsewhere = await page.context().newPage()
    await using host = await hostPage(`<!doctype html><title>Elsewhere</title>${code}`)
    await elsewhere.goto(host.origin)
    const frame = elsewhere.frameLocator('iframe')
    await frame.locator('[data-drawn]').waitFor()
    expect(await frame.locator('[data-drawn]').getAttribute('data-drawn')).toBe(String(shown))
    expect(await frame.getByRole('banner').count()).toBe(0)
    expect(await frame.getByRole('button', { name: 'Undo' }).count()).toBe(0)
    await frame.locator('[data-part=picture]').press('ArrowRight')
    await frame.getByRole('region', { name: 'Chosen in the picture' }).getByRole('link').first().waitFor()
    expect(await frame.getByRole('button', { name: 'Hide' }).count()).toBe(0)
  })

  test('everything is without a barrier, with somebody chosen, panels open, and the list of keys', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const page = await openExplorer(
      open,
      focus,
      `&v=1&chosen=${focus}&common=${focus}:${await idOfAuthor('Tri Dao')}&hide=A9`,
    )
    const topic = idIn(await findPath('topics', 'Matrix Algorithms and Iterative Methods'))
    for (const view of views) {
      expect(await findBarriers(page, view)).toEqual([])
      expect(await findOverflow(page)).toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: 'Keys and gestures' }).click()
    for (const view of views) expect(await findBarriers(page, view)).toEqual([])
    await page.goto(`/embed?focus=${topic}`)
    await waitForPicture(page)
    for (const view of views) {
      expect(await findBarriers(page, view)).toEqual([])
      expect(await findOverflow(page)).toEqual([])
    }
  })

  test('without JavaScript, tables are sorted by links and filtered by a form', async () => {
    const page = await open(`/explore?focus=${await idOfAuthor('Tri Dao')}`, { javaScriptEnabled: false })
    const all = await countShown(page)
    expect(await page.locator('[data-part=picture]').isVisible()).toBe(false)
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
    const names = await page.locator('[data-table=nodes] tbody th').allInnerTexts()
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')))
    await page.getByRole('checkbox', { name: 'Works' }).uncheck()
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(await countShown(page)).toBeLessThan(all)
    expect(await page.getByRole('checkbox', { name: 'Works' }).isChecked()).toBe(false)
    expect(await page.locator('[data-table=nodes] .kind-cell', { hasText: 'Work' }).count()).toBe(0)
  })

  test('without JavaScript, the tables hold what is around whoever the address expands, and keep it when filtered', async () => {
    const [focus, other, ...many] = await Promise.all(
      ['Arjun Desai', 'Stefano Ermon', 'Tri Dao', 'Beidi Chen', 'Michael Poli', 'Jessica Grogan', 'Nimit Sohoni']
        .concat('Christopher Ré', 'Atri Rudra', 'Daniel Y. Fu')
        .map(idOfAuthor),
    )
    const query = `&v=1&expand=${other},A99`
    const drawn = await openExplorer(open, focus ?? '', query)
    const page = await open(`/explore?focus=${focus}${query}`, { javaScriptEnabled: false })
    const all = await countShown(page)
    expect(all).toBe(await countShown(drawn))
    await page.getByRole('checkbox', { name: 'Works' }).uncheck()
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(stateOf(page).get('expand')).toBe(`${other},A99`)
    const people = await countShown(page)
    expect(people).toBeLessThan(all)
    await page.getByRole('link', { name: 'Clear filters' }).click()
    expect(await countShown(page)).toBe(all)
    await page.goto(`/explore?focus=${focus}`)
    expect(await countShown(page)).toBeLessThan(people)

    // So many and no more are read before a page answers, and it says so.
    const ids = [other, ...many]
    expect(ids).toHaveLength(9)
    await page.goto(`/explore?focus=${focus}&v=1&expand=${ids.join(',')}`)
    expect(await page.locator('[data-table=nodes] caption').innerText()).toContain(
      'what is around 1 more that is expanded comes with the picture',
    )
  })
})
