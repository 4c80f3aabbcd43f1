import { entityKinds } from '@bzpeer/schema'
import { describe, expect, test } from 'vitest'
import { type ExplorerState, startAt, stateBounds } from './explorer-state.ts'
import { formatState, parseState } from './state-address.ts'

function reread(state: ExplorerState): ExplorerState | undefined {
  return parseState(new URLSearchParams(formatState(state)))
}

const full: ExplorerState = {
  focus: 'A5023888391',
  expanded: ['A2', 'W3'],
  hidden: ['W9'],
  pinned: [{ id: 'A2', x: 120, y: -33 }],
  kinds: ['work', 'author'],
  years: { from: 2010, to: null },
  topic: 'T12',
  strength: 30,
  until: 2015,
  colours: 'communities',
  way: { from: 'A1', to: 'A7', by: 'citations', kind: 'strongest' },
  common: ['A1', 'I7'],
  chosen: 'A2',
  sort: 'name',
  view: { x: -10, y: 20, zoom: 1.25 },
}

describe('the address of an explorer', () => {
  test('says all of its state, and gives it back', () => {
    expect(reread(full)).toEqual(full)
    expect(reread(startAt('W1'))).toEqual(startAt('W1'))
    expect(reread({ ...full, kinds: [] })?.kinds).toEqual([])
  })

  test('is short where everything is as usual, and needs no escapes', () => {
    expect(formatState(startAt('A1'))).toBe('focus=A1')
    expect(formatState(full)).toMatch(/^[\w=&,:.-]+$/)
  })

  test('stays below what a site takes, however much is shown', () => {
    const id = (index: number): string => `A${10 ** 15 + index}`
    const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => id(index))
    const largest = {
      ...full,
      expanded: ids(stateBounds.expanded),
      hidden: ids(stateBounds.hidden),
      pinned: ids(stateBounds.pinned).map((each) => ({ id: each, x: -20_000, y: -20_000 })),
    }
    expect(reread(largest)).toEqual(largest)
    expect(formatState(largest).length).toBeLessThan(4_000)
  })

  test('of an unknown version, or with nonsense in it, still shows its focus', () => {
    expect(parseState(new URLSearchParams('focus=A1&v=2&expand=A2'))).toEqual(startAt('A1'))
    const hostile =
      'focus=a1&v=1&expand=x,A2,A2,,A1&hide=%00&pin=A3:1e9:0,A4:1:2:3,A5:x:1&kinds=bot&years=2010&topic=<b>&strength=900&until=-1&way=W1:A2:coauthors:shortest&common=A1&chosen=javascript:1&sort=z&view=0:0:900'
    expect(parseState(new URLSearchParams(hostile))).toEqual({
      ...startAt('A1'),
      expanded: ['A2'],
      pinned: [{ id: 'A4', x: 1, y: 2 }],
      kinds: [],
    })
    expect(parseState(new URLSearchParams('focus=nobody'))).toBeUndefined()
    expect(parseState(new URLSearchParams(''))).toBeUndefined()
  })

  test('holds no more than an explorer does, whatever it lists', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `A${index + 2}`).join(',')
    const state = parseState(new URLSearchParams(`focus=A1&expand=${many}&hide=${many}&pin=${many}`))
    expect([state?.expanded.length, state?.hidden.length]).toEqual([stateBounds.expanded, stateBounds.hidden])
  })

  test('is also read as a form sends it', () => {
    const state = parseState(new URLSearchParams('focus=A1&kinds=work&kinds=author&from=2010&to=&topic=&strength=0'))
    expect(state).toEqual({ ...startAt('A1'), kinds: ['work', 'author'], years: { from: 2010, to: null } })
    expect(parseState(new URLSearchParams('focus=A1&from=&to='))?.kinds).toEqual(entityKinds)
  })
})
