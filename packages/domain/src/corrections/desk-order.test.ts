import { describe, expect, test } from 'vitest'
import { type DeskCase, riskOf, urgencyOf } from './desk-order.ts'

const at = new Date('2100-03-31T00:00:00Z')
const daysAgo = (days: number): Date => new Date(at.getTime() - days * 86_400_000)

const duplicate: DeskCase = { kind: 'duplicate', isOwned: false }
const split: DeskCase = { kind: 'correction', correction: 'split', isOwned: false }
const hide: DeskCase = { kind: 'correction', correction: 'hide', isOwned: false }

describe('the curators’ queue', () => {
  test.each<[DeskCase, string]>([
    [hide, 'high'],
    [{ kind: 'claim', hasOwner: false, isAppeal: true }, 'high'],
    [{ kind: 'claim', hasOwner: true, isAppeal: false }, 'high'],
    [{ kind: 'claim', hasOwner: false, isAppeal: false }, 'medium'],
    [{ kind: 'correction', correction: 'merge', isOwned: true }, 'high'],
    [{ kind: 'correction', correction: 'merge', isOwned: false }, 'medium'],
    [split, 'medium'],
    [{ kind: 'correction', correction: 'missing-work', isOwned: false }, 'low'],
    [{ kind: 'correction', correction: 'missing-work', isOwned: true }, 'high'],
    [{ kind: 'correction', correction: 'wrong-affiliation', isOwned: true }, 'low'],
    [duplicate, 'low'],
    [{ kind: 'duplicate', isOwned: true }, 'medium'],
  ])('gives %o a %s risk', (it, risk) => {
    expect(riskOf(it)).toBe(risk)
  })

  test('puts what is risky first, and of equal risk what has waited longest', () => {
    expect(urgencyOf(hide, at, at)).toBeGreaterThan(urgencyOf(split, daysAgo(1), at))
    expect(urgencyOf(split, daysAgo(2), at)).toBeGreaterThan(urgencyOf(split, daysAgo(1), at))
  })

  test('lets nothing wait for ever: a week makes up for a step of risk, three for all of it', () => {
    expect(urgencyOf(duplicate, daysAgo(8), at)).toBeGreaterThan(urgencyOf(split, at, at))
    expect(urgencyOf(duplicate, daysAgo(22), at)).toBeGreaterThan(urgencyOf(hide, at, at))
  })

  test('takes nothing from a case that comes from a clock ahead', () => {
    expect(urgencyOf(duplicate, daysAgo(-1), at)).toBe(0)
  })
})
