import { describe, expect, test } from 'vitest'
import { type DeskCase, headStartOf, riskOf } from './desk-order.ts'

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

  test('lets nothing wait for ever: a week makes up for a step of risk, three for all of it', () => {
    expect([duplicate, split, hide].map(headStartOf)).toEqual([0, 7, 21])
  })
})
