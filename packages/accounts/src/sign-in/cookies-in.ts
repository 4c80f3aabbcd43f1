/** The cookies of an answer, to be set by another one. */
export function cookiesIn(headers: Headers | null | undefined): string[] {
  return headers?.getSetCookie() ?? []
}
