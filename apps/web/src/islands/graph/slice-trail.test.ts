import { describe, expect, test } from 'vitest'
import { addressOf, extendTrail, focusIn, lastOf, parseTrail, type Trail } from './slice-trail.ts'

const own = { id: 'A1', label: 'Arjun Desai' }
const step = (n: number) => ({ id: `A${n}`, label: `Person ${n}` })
const trail: Trail = [own, step(2), step(3)]

describe('a trail', () => {
  test('grows by a step, and goes back to a step that it has already', () => {
    expect(extendTrail(trail, step(4)).map(({ id }) => id)).toEqual(['A1', 'A2', 'A3', 'A4'])
    expect(extendTrail(trail, step(2)).map(({ id }) => id)).toEqual(['A1', 'A2'])
    expect(extendTrail(trail, own)).toEqual([own])
  })

  test('keeps whose page it is on, however long it gets', () => {
    let long: Trail = [own]
    for (let n = 2; n < 60; n += 1) long = extendTrail(long, step(n))
    expect(long).toHaveLength(24)
    expect(long[0]).toEqual(own)
    expect(lastOf(long).id).toBe('A59')
  })

  test('stands in the address by its last step', () => {
    expect(addressOf(trail)).toBe('#graph=A3')
    expect(addressOf([own])).toBe('')
  })
})

test.for([
  ['#graph=A3', 'A3'],
  ['', ''],
  ['#published-work', undefined],
  ['#graph=X3', undefined],
  ['#graph=A0', undefined],
  ['#graph=A1"><script>', undefined],
] as const)('the address %j names %j', ([hash, id]) => {
  expect(focusIn(hash)).toBe(id)
})

test('a trail of the history is taken for this page alone, and only where it is one', () => {
  expect(parseTrail({ trail }, own)).toEqual(trail)
  expect(parseTrail({ trail }, step(2))).toBeUndefined()
  for (const state of [
    null,
    {},
    { trail: 'x' },
    { trail: [] },
    { trail: [own, { id: 3 }] },
    { trail: Array.from({ length: 99 }, () => own) },
  ])
    expect(parseTrail(state, own)).toBeUndefined()
})
