/**
 * Whether something that is sent comes from this site itself. Every browser says so in `Origin` when it sends a form;
 * what does not say it is refused, for a form of ours always does. `Sec-Fetch-Site` must agree where it is given.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function isFromHere({ headers }: Pick<Request, 'headers'>, origin: string): boolean {
  const site = headers.get('sec-fetch-site')
  return headers.get('origin') === origin && (site === null || site === 'same-origin')
}
