import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import {
  countShown,
  idOfAuthor,
  openExplorer,
  pointOf,
  readDrawn,
  stateOf,
  waitForCount,
  waitForPicture,
  waitForState,
} from './explorer-page.ts'

describeInBrowser('the explorer', ({ open, newContext }) => {
  test('draws what surrounds its focus, and its tables say the same', async () => {
    const page = await openExplorer(open, await idOfAuthor('Tri Dao'))
    const count = await countShown(page)
    expect(count).toBeGreaterThan(50)
    expect(await page.locator('[data-part=picture]').getAttribute('data-drawn')).toBe(String(count))
    await page.getByRole('button', { name: `Show all ${count}` }).click()
    expect(await page.locator('[data-table=nodes] tbody tr').count()).toBe(count)
    const { nodes, edges } = await readDrawn(page)
    expect([nodes.length, nodes[0]?.label, nodes[0]?.x, nodes[0]?.y]).toEqual([count, 'Tri Dao', 0, 0])
    expect(await page.locator('[data-count=ties]').innerText()).toContain(`${edges.length} ties`)
    // What is written on a canvas takes its spacing from the canvas.
    expect(await page.locator('canvas.overlay').evaluate((canvas) => getComputedStyle(canvas).letterSpacing)).toBe(
      'normal',
    )
    for (const row of await page.locator('[data-table=nodes] tbody tr .why').allInnerTexts())
      expect(row).toMatch(/\w{3}/)
  })

  test('has one sign for each kind, of a form of its own, below the picture and among the filters', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'))
    const signsIn = (place: string) =>
      page.locator(`${place} .kind`).evaluateAll((all) =>
        all.map((each) => {
          const { clipPath, borderRadius, rotate } = getComputedStyle(each)
          return [each.parentElement?.textContent.trim(), clipPath, borderRadius, rotate].join(' | ')
        }),
      )
    const signs = await signsIn('figcaption')
    expect(signs).toHaveLength(5)
    expect(new Set(signs.map((sign) => sign.replace(/^\w+/, '')))).toHaveLength(5)
    expect(await signsIn('[data-part=filters]')).toEqual(signs)
  })

  test('shows the same from the same address, node by node', async () => {
    const [focus, other] = [await idOfAuthor('Tri Dao'), await idOfAuthor('Arjun Desai')]
    const query = `&v=1&expand=${other}&kinds=author,work&strength=10&sort=name`
    const pages = [await openExplorer(open, focus, query), await openExplorer(open, focus, query)]
    const [one, two] = await Promise.all(pages.map(readDrawn))
    expect(one?.nodes.length).toBeGreaterThan(20)
    expect(two).toEqual(one)
  })

  test('is walked, expanded, pinned, hidden, undone and redone by keys, and says what it did', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const page = await openExplorer(open, focus)
    const before = await countShown(page)
    const says = page.locator('[data-part=state]')
    await page.locator('[data-part=picture]').focus()
    await page.keyboard.press('ArrowRight')
    await waitForState(page, 'chosen', new RegExp(focus))
    await page.keyboard.press('ArrowRight')
    await waitForState(page, 'chosen', new RegExp(`^(?!${focus}$)[A-Z]`))
    const chosen = stateOf(page).get('chosen') ?? ''
    expect(chosen).not.toBe(focus)
    expect(await says.innerText()).toMatch(/, (author|work|topic|institution|source), \d+ ties?$/)

    await page.keyboard.press('Enter')
    await waitForState(page, 'expand', new RegExp(chosen))
    await says.filter({ hasText: / expanded$/ }).waitFor()
    const expanded = await countShown(page)
    expect(expanded).toBeGreaterThanOrEqual(before)
    await page.keyboard.press('Enter')
    await says.filter({ hasText: / collapsed$/ }).waitFor()
    expect(await countShown(page)).toBe(before)

    await page.keyboard.press('p')
    await waitForState(page, 'pin', new RegExp(`^${chosen}:-?\\d+:-?\\d+$`))
    await page.keyboard.press('h')
    await waitForState(page, 'hide', new RegExp(chosen))
    await says.filter({ hasText: / hidden$/ }).waitFor()
    expect(await countShown(page)).toBeLessThan(before)

    await page.keyboard.press('Control+z')
    await waitForState(page, 'hide', null)
    await waitForCount(page, before)
    expect(await says.innerText()).toBe('Undone')
    await page.keyboard.press('Control+Shift+z')
    await waitForState(page, 'hide', new RegExp(chosen))
    await page.goBack()
    await waitForState(page, 'hide', null)
    await page.keyboard.press('Escape')
    await waitForState(page, 'chosen', null)
  })

  test('lists its keys, and closes the list again', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'))
    await page.locator('[data-part=picture]').focus()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keys and gestures' })
    await help.waitFor()
    expect(await help.innerText()).toContain('expand, or collapse again')
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    expect(await page.locator('#jump').evaluate((field) => field === document.activeElement)).toBe(true)
  })

  test('is pressed, dragged and turned by a mouse', async () => {
    const [focus, other] = [await idOfAuthor('Arjun Desai'), await idOfAuthor('Tri Dao')]
    const page = await openExplorer(open, focus, `&v=1&pin=${focus}:0:0,${other}:250:150&view=0:0:1`)
    const at = await pointOf(page, 250, 150)
    await page.mouse.click(at.x, at.y)
    const card = page.getByRole('region', { name: 'Chosen in the picture' })
    await card.getByRole('link', { name: 'Tri Dao' }).waitFor()
    expect(await card.innerText()).toMatch(/Arjun Desai\s+1 shared work/)

    await page.mouse.dblclick(at.x, at.y)
    await waitForState(page, 'expand', new RegExp(other))

    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x + 30, at.y - 60, { steps: 4 })
    await page.mouse.up()
    await waitForState(page, 'pin', new RegExp(`${other}:280:90`))

    const { nodes } = await readDrawn(page)
    const free = freePlace(nodes)
    const empty = await pointOf(page, free.x, free.y)
    await page.mouse.move(empty.x, empty.y)
    await page.mouse.down()
    await page.mouse.move(empty.x - 40, empty.y - 10, { steps: 4 })
    await page.mouse.up()
    await waitForState(page, 'view', /^40:10:1$/)
    await page.locator('[data-part=picture]').focus()
    await page.mouse.wheel(0, -200)
    await waitForState(page, 'view', /:1\.[1-9]/)
  })

  test('is tapped and pinched by fingers', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const page = await openExplorer(open, focus, `&v=1&pin=${focus}:0:0&view=0:0:1`, {
      hasTouch: true,
      viewport: { width: 320, height: 800 },
    })
    await page.locator('[data-part=picture]').scrollIntoViewIfNeeded()
    const middle = await pointOf(page, 0, 0)
    await page.touchscreen.tap(middle.x, middle.y)
    await waitForState(page, 'chosen', new RegExp(focus))
    const session = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', distance: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [-distance, distance].map((dx, id) => ({ x: middle.x + dx, y: middle.y - 120, id })),
      })
    await touch('touchStart', 20)
    for (const distance of [25, 30, 40]) await touch('touchMove', distance)
    await touch('touchEnd', 0)
    await waitForState(page, 'view', /:2$|:1\.9/)
  })

  test('leaves everybody in place when others come, and puts those beside who brought them', async () => {
    const page = await openExplorer(open, await idOfAuthor('Arjun Desai'))
    const before = await readDrawn(page)
    await page.locator('#jump').fill('Tri Dao')
    await page.locator('#jump').press('Enter')
    await waitForState(page, 'chosen', /^A/)
    await page.getByRole('region', { name: 'Chosen in the picture' }).getByRole('button', { name: 'Expand' }).click()
    await waitForState(page, 'expand', /^A/)
    await page.locator('[data-part=state]', { hasText: 'Tri Dao expanded' }).waitFor()
    const after = await readDrawn(page)
    expect(after.nodes.length).toBeGreaterThan(before.nodes.length)
    const places = new Map(after.nodes.map(({ id, x, y }) => [id, [x, y]]))
    for (const { id, x, y } of before.nodes) expect(places.get(id)).toEqual([x, y])
    // Whoever follows the link sees the same.
    await waitForState(page, 'chosen', /^A/)
    const { nodes } = await readDrawn(await openExplorer(open, stateOf(page).get('focus') ?? '', `&${stateOf(page)}`))
    expect(nodes).toEqual(after.nodes)
  })

  test('says what failed, keeps its tables, and goes on when asked again', async () => {
    const page = await (await newContext()).newPage()
    await page.route('**/api/graph?**', (route) => route.fulfill({ status: 503, body: 'busy' }))
    await page.goto(`/explore?focus=${await idOfAuthor('Arjun Desai')}`)
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    expect(await page.locator('[data-part=state]').innerText()).toContain('The site answered 503.')
    expect(await page.locator('[data-table=nodes] tbody tr').count()).toBeGreaterThan(10)
    await page.unroute('**/api/graph?**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await waitForPicture(page)
  })

  test('shows the rest of a link that names what is no longer here', async () => {
    const focus = await idOfAuthor('Arjun Desai')
    const whole = await openExplorer(open, focus)
    const page = await openExplorer(open, focus, '&v=1&expand=A99&hide=W98&pin=A97:1:1&common=A1:A99&chosen=A96')
    expect(await countShown(page)).toBe(await countShown(whole))
  })

  test('says so where the browser cannot draw in the background, and its tables and filters work', async () => {
    const page = await (await newContext()).newPage()
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'OffscreenCanvas'))
    await page.goto(`/explore?focus=${await idOfAuthor('Arjun Desai')}`)
    await page.locator('[data-part=state]', { hasText: 'The tables say the same.' }).waitFor()
    await page.getByRole('checkbox', { name: 'People' }).uncheck()
    await waitForState(page, 'kinds', /^work,institution,topic,source$/)
    await page.locator('[data-table=nodes] tbody tr', { hasText: 'Beidi Chen' }).waitFor({ state: 'detached' })
  })
})

/** A place within the picture, beside what covers it, that is far from every node. */
function freePlace(nodes: readonly { readonly x: number; readonly y: number }[]): { x: number; y: number } {
  const steps = Array.from({ length: 9 }, (_, index) => index * 40 - 160)
  const places = steps.flatMap((y) => steps.map((x) => ({ x: x + 120, y })))
  const free = places.find((place) => nodes.every(({ x, y }) => Math.hypot(x - place.x, y - place.y) > 45))
  if (free === undefined) throw new Error('There is a node everywhere.')
  return free
}
