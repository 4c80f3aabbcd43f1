import { describe, expect, test } from 'vitest'
import { AttemptLimiter, TooManyAttemptsError } from './attempt-limiter.ts'

const allowance = { attempts: 5, windowMs: 600_000 }

function countTaken(limiter: AttemptLimiter, keys: Iterable<string>): number {
  let taken = 0
  for (const key of keys) {
    try {
      limiter.take(key, allowance)
      taken++
    } catch (error) {
      if (!(error instanceof TooManyAttemptsError)) throw error
    }
  }
  return taken
}

describe('attempts', () => {
  test('are taken up to the allowance, then refused with the time until the next', () => {
    let now = 1_000_000
    const limiter = new AttemptLimiter(() => now)
    expect(countTaken(limiter, Array<string>(10).fill('a'))).toBe(5)
    expect(() => limiter.take('a', allowance)).toThrow(expect.objectContaining({ retryAfterSeconds: 120 }))
    now += 119_000
    expect(() => limiter.take('a', allowance)).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }))
    now += 1_000
    limiter.take('a', allowance)
    expect(() => limiter.take('a', allowance)).toThrow(TooManyAttemptsError)
  })

  test('of one leave those of another alone', () => {
    const limiter = new AttemptLimiter(() => 0)
    countTaken(limiter, Array<string>(100).fill('a'))
    expect(countTaken(limiter, Array<string>(10).fill('b'))).toBe(5)
  })

  test('ten thousand for one key: five are taken', () => {
    const limiter = new AttemptLimiter(() => 0)
    expect(countTaken(limiter, Array<string>(10_000).fill('a'))).toBe(5)
  })

  test('after ten thousand of ten thousand others nearly everybody still has theirs', () => {
    const limiter = new AttemptLimiter(() => 0)
    countTaken(
      limiter,
      Array.from({ length: 10_000 }, (_, index) => `attacker ${index}`),
    )
    const taken = countTaken(
      limiter,
      Array.from({ length: 1_000 }, (_, index) => `visitor ${index}`),
    )
    expect(taken).toBe(1_000)
  })
})
