import { expect, test } from 'vitest'
import { toDataBlock } from './structured-facts.ts'

test('a title that holds markup cannot end the block of data it stands in', () => {
  const headline = '</script><script>alert(1)</script>'
  const block = toDataBlock({ headline })
  const text = /^<script type="application\/ld\+json">([^<]*)<\/script>$/.exec(block)?.[1] ?? ''
  expect(JSON.parse(text)).toEqual({ '@context': 'https://schema.org', headline })
})
