import type { Page } from 'playwright-core'

/** Signs in by a link that the development mailbox shows, as a person does, and ends on the page `next`. */
export async function signInByMail(page: Page, email: string, next = '/settings'): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(next)}`)
  await page.getByLabel('Your email address').fill(email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await page.goto('/mailbox')
  await page
    .locator('article', { hasText: `To ${email},` })
    .first()
    .getByRole('link')
    .click()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname + url.search === next)
}
