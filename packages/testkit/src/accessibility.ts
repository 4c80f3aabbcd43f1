import axe, { type AxeResults, type RunOnly } from 'axe-core'
import type { Page } from 'playwright-core'

/** One way of looking at a page. */
export interface View {
  readonly colorScheme: 'light' | 'dark'
  readonly width: number
  /** Colours alone: the other scheme at this width has shown the rest. */
  readonly isRecoloured?: boolean
}

const everyRule: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
const colourRules: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

declare const window: { readonly axe: typeof axe }

/** Everything on a page that keeps someone out, as sentences; what is folded up is looked at too. */
export async function findBarriers(page: Page, { colorScheme, width, isRecoloured }: View): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.locator('details').evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')))
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults, RunOnly>(
    (runOnly) => window.axe.run({ runOnly, resultTypes: ['violations'] }),
    isRecoloured === true ? colourRules : everyRule,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) =>
        `${id} (${colorScheme}, ${width}): ${help}\n${html.slice(0, 200)}\n${failureSummary ?? ''}`,
    ),
  )
}

/** What sticks out at the side of a page this wide, so that one has to scroll two ways. */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return Array.from(document.querySelectorAll('body *'))
      .filter((each) => each.getBoundingClientRect().right > clientWidth + 1)
      .slice(0, 5)
      .map((each) => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 60)}`)
  })
}
