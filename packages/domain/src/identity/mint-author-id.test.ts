import { expect, test } from 'vitest'
import { mintAuthorId } from './mint-author-id.ts'

test('minted ids are the same for the same place, different for others, and above those of sources', () => {
  const ids = Array.from({ length: 20_000 }, (_, at) => mintAuthorId(1 + Math.floor(at / 10), 1 + (at % 10)))
  expect(new Set(ids).size).toBe(ids.length)
  expect(Math.min(...ids)).toBeGreaterThanOrEqual(1_000_000_000_000_000)
  expect(ids.every(Number.isSafeInteger)).toBe(true)
  expect(mintAuthorId(1, 1)).toBe(ids[0])
})
