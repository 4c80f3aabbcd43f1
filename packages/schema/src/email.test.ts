import { describe, expect, test } from 'vitest'
import { findEmail, MalformedEmailError, parseEmail } from './email.ts'

describe('an address', () => {
  test.for([
    ['Ada.Lovelace@Example.ORG', 'ada.lovelace@example.org'],
    ['  a+tag@b.co ', 'a+tag@b.co'],
    ['x@müller.example', 'x@xn--mller-kva.example'],
    ["o'neil@uni.ac.uk", "o'neil@uni.ac.uk"],
  ])('%s is compared as %s', ([text, email]) => {
    expect(parseEmail(text ?? '')).toBe(email)
  })

  test.for([
    '',
    'nobody',
    '@example.org',
    'a@',
    'a@b',
    'a@localhost',
    'a@127.0.0.1',
    'a@[::1]',
    'a@@b.org',
    'a b@c.org',
    'a@b.org\r\nBcc: c@d.org',
    'a\n@b.org',
    'a@b.org,c@d.org',
    'Ada <a@b.org>',
    'a@b.org/x',
    'a@b.org:25',
    'a@-b.org',
    'ä@b.org',
    `${'a'.repeat(65)}@b.org`,
    `a@${'b'.repeat(64)}.org`,
    `a@${'b.'.repeat(130)}org`,
    'a'.repeat(10_000),
  ])('%j is none', (text) => {
    expect(findEmail(text)).toBeUndefined()
    expect(() => parseEmail(text)).toThrow(MalformedEmailError)
  })
})
