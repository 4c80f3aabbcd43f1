import type { Cookies } from '@sveltejs/kit'

/** Passes cookies that the accounts have made, as they are, on to the visitor. */
export function setCookies(cookies: Cookies, made: readonly string[]): void {
  for (const cookie of made) {
    const [pair = '', ...attributes] = cookie.split(/;\s*/)
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const given = new Map(
      attributes.map((each) => [each.split('=', 1)[0]?.toLowerCase() ?? '', each.split(/=(.*)/s)[1]]),
    )
    const maxAge = given.get('max-age')
    cookies.set(name, value, {
      path: given.get('path') ?? '/',
      httpOnly: given.has('httponly'),
      secure: given.has('secure'),
      sameSite: 'lax',
      encode: (each) => each,
      ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
    })
  }
}
