import type { Page } from 'playwright-core'

/** What stands in the form with this button, as a browser sends it. */
export function fieldsOf(page: Page, button: string): Promise<[string, unknown][]> {
  return page
    .locator('form', { has: page.getByRole('button', { name: button, exact: true }) })
    .evaluate((form) => [...new FormData(form as HTMLFormElement)])
}
