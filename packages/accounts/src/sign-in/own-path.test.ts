import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

test.for(['/authors/A1', '/search?q=a%20b&type=works', '/settings#emails', '/explore?focus=A1'])(
  'a path of this site is followed: %s',
  (path) => {
    expect(ownPath(path)).toBe(path)
  },
)

test.for([
  null,
  '',
  'settings',
  'https://evil.example/',
  '//evil.example/',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/x/..//evil.example',
  '/./\\evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\u0000',
  ' //evil.example',
  `/${'x'.repeat(501)}`,
])('what leads away is not: %j', (path) => {
  expect(ownPath(path)).toBe('/settings')
})
