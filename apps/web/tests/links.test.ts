import { expect, test } from 'vitest'
import { describeInBrowser } from './describe-in-browser.ts'
import { waitForSlice } from './graph-section.ts'
import { pageKinds } from './page-kinds.ts'
import { origin } from './site.ts'

/** More than any page of the sample has; a page with more is looked at so far. */
const mostLinks = 250
const atOnce = 4

/** Statuses other than 200 of these addresses, each with its own. */
async function listDead(urls: readonly string[]): Promise<string[]> {
  const dead: string[] = []
  const waiting = urls.slice(0, mostLinks).values()
  const follow = async (): Promise<void> => {
    for (const url of waiting) {
      const { status } = await fetch(url)
      if (status !== 200) dead.push(`${status} ${url}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, follow))
  return dead
}

describeInBrowser('nothing is dead on', ({ open }) => {
  const checked = new Set<string>()

  test.for(Object.entries(pageKinds))('%s', async ([, findPathOfKind]) => {
    const page = await open(await findPathOfKind())
    await waitForSlice(page)
    const links = await page.locator('a').evaluateAll((all) =>
      all.map((each) => ({
        href: each.getAttribute('href'),
        url: (each as HTMLAnchorElement).href,
        says: each.textContent.trim(),
      })),
    )
    expect(links.filter(({ href, says }) => href === null || href === '' || href === '#' || says === '')).toEqual([])

    const here = page.url().split('#')[0]
    const anchors = links
      .filter(({ url }) => url.startsWith(`${here}#`))
      .map(({ url }) => url.slice((here?.length ?? 0) + 1))
    const targets = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id))
    expect(anchors.filter((anchor) => !targets.includes(anchor))).toEqual([])
    expect(new Set(targets)).toHaveLength(targets.length)

    const inside = new Set(
      links
        .map(({ url }) => url.split('#')[0] ?? '')
        .filter((url) => new URL(url).origin === origin && url !== here && !checked.has(url)),
    )
    for (const url of inside) checked.add(url)
    expect(await listDead([...inside])).toEqual([])

    // Every button of a page that has come to rest sends a form, and what it sends to answers; those of the graph are
    // what `research-graph.test.ts`, `explorer.test.ts` and `atlas.test.ts` press.
    const buttons = await page
      .locator('button:not(research-graph button, full-explorer button, atlas-map button)')
      .evaluateAll((all) =>
        (all as HTMLButtonElement[]).map(({ form, type, disabled, textContent }) => ({
          says: textContent.trim(),
          sends: type === 'submit' && form !== null && !disabled ? new URL(form.action).pathname : undefined,
        })),
      )
    expect(buttons.filter(({ says, sends }) => says === '' || sends === undefined)).toEqual([])
    expect(await listDead(buttons.flatMap(({ sends }) => (sends === undefined ? [] : [origin + sends])))).toEqual([])
  })

  test('the parts of the page about this site that other pages point at', async () => {
    const page = await open('/about')
    for (const anchor of ['levels', 'trust', 'ties', 'data']) expect(await page.locator(`h2#${anchor}`).count()).toBe(1)
  })
})
