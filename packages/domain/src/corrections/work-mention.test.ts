import { describe, expect, test } from 'vitest'
import { parseWorkMention } from './work-mention.ts'

describe('a work', () => {
  test.each([
    ['https://site.example/works/W12', 'W12'],
    ['w12', 'W12'],
    ['https://doi.org/10.1234/ABC', 'doi:10.1234/abc'],
    ['arXiv:2204.00595v1', 'arxiv:2204.00595'],
    ['https://pubmed.ncbi.nlm.nih.gov/123/', 'pmid:123'],
    ['PMC123', 'pmcid:123'],
  ])('is named by %s', (text, mention) => {
    expect(parseWorkMention(text)).toBe(mention)
  })

  test.each(['', 'A1', '123', 'A theory of everything', 'https://site.example/', `10.1234/${'x'.repeat(2_000)}`])(
    'is not named by “%s”',
    (text) => {
      expect(() => parseWorkMention(text)).toThrow('Name the work')
    },
  )
})
