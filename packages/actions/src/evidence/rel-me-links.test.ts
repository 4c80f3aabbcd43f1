import { expect, test } from 'vitest'
import { isSamePage, relMeLinks } from './rel-me-links.ts'

const page = new URL('https://people.example/~re/')

test('links with rel="me" are found, absolute and relative, among other relations and in any case', () => {
  const html = `<link REL="Me" href="/a"><p><a rel="noopener me" href='https://b.example/x'>b</a><a rel="metal" href="c">c</a>
    <!-- <a rel="me" href="https://commented.example"> --><a rel="me">nowhere</a><a href="d" rel=me>d`
  expect(relMeLinks(html, page).map(({ href }) => href)).toEqual([
    'https://people.example/a',
    'https://b.example/x',
    'https://people.example/~re/d',
  ])
})

test('a link inside a script is text, and a page of nothing but links is read to a bound', () => {
  expect(relMeLinks(`<script>"<a rel='me' href='https://x.example'>"</script>`, page)).toEqual([])
  expect(relMeLinks('<a rel=me href=/x>'.repeat(5_000), page)).toHaveLength(1_000)
})

test('the same page is the same, whatever its scheme, fragment or last slash', () => {
  const same = (one: string, other: string): boolean => isSamePage(new URL(one), new URL(other))
  expect(same('https://a.example/authors/A1', 'http://a.example/authors/A1/#top')).toBe(true)
  expect(same('https://a.example/authors/A1', 'https://a.example/authors/A12')).toBe(false)
  expect(same('https://a.example/authors/A1', 'https://b.example/authors/A1')).toBe(false)
})
