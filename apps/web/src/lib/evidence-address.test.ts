import { expect, test } from 'vitest'
import { findEvidenceAddress } from './evidence-address.ts'

test('evidence leads to the identifier’s resolver, to a page of this site, or to the page of the web it names', () => {
  const addresses = [
    ['arxiv:2204.00595', 'https://arxiv.org/abs/2204.00595', 'arXiv 2204.00595', true],
    ['doi:10.1/a?b', undefined],
    ['doi:10.1234/a?b', 'https://doi.org/10.1234/a%3Fb', 'DOI 10.1234/a?b', true],
    ['mag:12 3', '/mag/12%203', 'MAG 12 3', false],
    ['/topics/T1', '/topics/T1', 'T1', false],
    ['/authors/A2', '/authors/A2', 'A2', false],
    ['https://ror.org/00f54p054', 'https://ror.org/00f54p054', 'ror.org/00f54p054', true],
  ] as const
  for (const [source, href, label, isExternal] of addresses) {
    expect(findEvidenceAddress(source)).toEqual(href === undefined ? undefined : { href, label, isExternal })
  }
})

test.for([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,<script>',
  '//elsewhere.example/authors/A1',
  '/authors/A1/../../elsewhere',
  '/authors/A1?x=javascript:',
  'doi:javascript:alert(1)',
  'https://',
  'openalex.org/A1',
  'constructor:x',
  '',
])('evidence that says “%s” leads nowhere', (source) => {
  expect(findEvidenceAddress(source)).toBeUndefined()
})
