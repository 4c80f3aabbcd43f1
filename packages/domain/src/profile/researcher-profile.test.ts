import { expect, test } from 'vitest'
import { emptyProfile, MalformedProfileError, parseProfile } from './researcher-profile.ts'

const asked = { ...emptyProfile, preferredName: '', description: '', role: '' }

test('a form that says nothing is the empty profile', () => {
  expect(parseProfile(asked)).toEqual(emptyProfile)
})

test('lines are trimmed, lose what cannot be seen, and keep what a script needs', () => {
  const parsed = parseProfile({ ...asked, preferredName: '  Arjun\u202E  Desai\n', role: 'می\u200Cخواهم' })
  expect([parsed.preferredName, parsed.role]).toEqual(['Arjun Desai', 'می\u200Cخواهم'])
})

test('a link without a name goes by its host', () => {
  const links = [{ label: '', url: 'https://example.org/~me' }]
  expect(parseProfile({ ...asked, links }).links).toEqual([{ label: 'example.org', url: 'https://example.org/~me' }])
})

test.each([
  ['a script for a link', { links: [{ label: 'x', url: 'javascript:alert(1)' }] }, /begins with https/],
  ['a password in a link', { links: [{ label: 'x', url: 'https://a:b@example.org' }] }, /begins with https/],
  [
    'nine links',
    { links: Array.from({ length: 9 }, () => ({ label: 'x', url: 'https://example.org' })) },
    /room for 8/,
  ],
  ['a long description', { description: 'x'.repeat(601) }, /600 characters/],
  ['a long name', { preferredName: 'x'.repeat(101) }, /100 characters/],
  ['eleven highlights', { highlights: Array.from({ length: 11 }, (_, index) => index + 1) }, /10 works/],
  ['the identity hidden', { hiddenParts: ['trust'] }, /./],
])('%s is refused with a sentence', (_, change, reason) => {
  expect(() => parseProfile({ ...asked, ...change })).toThrow(MalformedProfileError)
  expect(() => parseProfile({ ...asked, ...change })).toThrow(reason)
})
