import { describe, expect, test } from 'vitest'
import { chooseEdges } from './choose-edges.ts'
import { type GraphTie, mergeTies, type TieFacts, toTie } from './graph-tie.ts'

const author = (id: number) => ({ kind: 'author', id }) as const
const work = (id: number) => ({ kind: 'work', id }) as const
const topic = (id: number) => ({ kind: 'topic', id }) as const
const place = (id: number) => ({ kind: 'institution', id }) as const
const facts: TieFacts = {
  count: 1,
  strength: 1,
  firstYear: null,
  lastYear: null,
  workIds: [],
  note: null,
}

describe('a tie', () => {
  test('has one direction and kind whichever end tells of it', () => {
    const ends = (from: Parameters<typeof toTie>[0], to: Parameters<typeof toTie>[1]) => {
      const { source, target, kind } = toTie(from, to, facts)
      return `${source} ${kind} ${target}`
    }
    expect([ends(author(2), author(1)), ends(author(1), author(2))]).toEqual(['A1 coauthored A2', 'A1 coauthored A2'])
    expect(ends(work(1), author(1))).toBe('A1 authored W1')
    expect(ends(topic(1), work(1))).toBe('W1 about T1')
    expect(ends(place(1), author(9))).toBe('A9 affiliated I1')
    expect(ends(topic(1), place(9))).toBe('I9 about T1')
    expect(ends({ kind: 'source', id: 1 }, work(9))).toBe('W9 affiliated S1')
  })

  test('of a citation leads from the work that cites, also where its id is the larger', () => {
    expect(toTie(work(9), work(1), facts)).toMatchObject({ source: 'W9', target: 'W1', kind: 'cites' })
    const mutual = mergeTies([toTie(work(9), work(1), facts), toTie(work(1), work(9), facts)])
    expect(mutual).toHaveLength(2)
  })

  test('that several places tell of counts once, with the larger count, all years and few works', () => {
    const counted = { ...facts, count: 12, strength: 3, note: 'close' }
    const seen = { ...facts, count: 4, firstYear: 2018, lastYear: 2021, workIds: [9, 8, 7] }
    const other = { ...facts, count: 2, firstYear: 2016, lastYear: 2018, workIds: [8, 6] }
    const ties = [counted, seen, other].map((each, index) =>
      index === 1 ? toTie(author(2), author(1), each) : toTie(author(1), author(2), each),
    )
    expect(mergeTies(ties)).toEqual([
      {
        source: 'A1',
        target: 'A2',
        kind: 'coauthored',
        count: 12,
        strength: 3,
        firstYear: 2016,
        lastYear: 2021,
        workIds: [9, 8, 7],
        note: 'close',
      },
    ])
  })
})

describe('what is drawn of the ties', () => {
  const chosen = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `A${index + 2}`, via: 'A1', score: 1 }))
  const all = (count: number): GraphTie[] =>
    Array.from({ length: count }, (_, a) =>
      Array.from({ length: a }, (__, b) => toTie(author(a + 1), author(b + 1), { ...facts, strength: a + b })),
    ).flat()

  test('is between those that are shown alone', () => {
    const ties = [toTie(author(1), author(2), facts), toTie(author(2), author(99), facts)]
    expect(chooseEdges(ties, 'A1', chosen(3))).toEqual([ties[0]])
  })

  test('always holds the tie by which somebody was chosen, and at most four for each node', () => {
    const edges = chooseEdges(all(40), 'A1', chosen(39))
    expect(edges).toHaveLength(160)
    for (const { id } of chosen(39)) expect(edges).toContainEqual(expect.objectContaining({ source: 'A1', target: id }))
  })

  test('is the same whatever order the ties come in', () => {
    expect(chooseEdges(all(30).toReversed(), 'A1', chosen(29))).toEqual(chooseEdges(all(30), 'A1', chosen(29)))
  })
})
