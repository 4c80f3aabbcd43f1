import { describe, expect, test } from 'vitest'
import { authorIdsOf, correctionBounds, parseCorrection, sameCorrectionKey } from './correction.ts'

describe('a proposed correction', () => {
  test('is read with its ids in order and each once', () => {
    const split = { kind: 'split', authorId: 1, workIds: [9, 3, 9], intoId: null }
    expect(parseCorrection(split)).toEqual({ ...split, workIds: [3, 9] })
  })

  test.each([
    ['no kind there is', { kind: 'delete', authorId: 1 }],
    ['no id', { kind: 'hide', authorId: 'A1' }],
    ['an id beyond 2^53', { kind: 'hide', authorId: 2 ** 53 }],
    ['a record merged into itself', { kind: 'merge', authorId: 1, intoId: 1 }],
    ['a record split into itself', { kind: 'split', authorId: 1, workIds: [1], intoId: 1 }],
    ['no works', { kind: 'not-my-work', authorId: 1, workIds: [], toId: null }],
    [
      'more works than a curator can look at',
      {
        kind: 'split',
        authorId: 1,
        workIds: Array.from({ length: correctionBounds.works + 1 }, (_, i) => i + 1),
        intoId: null,
      },
    ],
    [
      'the wrong institution as the right one',
      { kind: 'wrong-affiliation', authorId: 1, institutionId: 2, rightId: 2 },
    ],
    ['nothing', null],
  ])('is none with %s', (_, input) => {
    expect(() => parseCorrection(input)).toThrow(expect.objectContaining({ code: 'malformed-correction' }))
  })

  test('is the same as another where it asks for the same change, in whichever words', () => {
    expect(sameCorrectionKey({ kind: 'merge', authorId: 2, intoId: 1 })).toBe(
      sameCorrectionKey({ kind: 'merge', authorId: 1, intoId: 2 }),
    )
    expect(sameCorrectionKey({ kind: 'split', authorId: 1, workIds: [3], intoId: null })).not.toBe(
      sameCorrectionKey({ kind: 'split', authorId: 1, workIds: [3], intoId: 2 }),
    )
    const missing = { kind: 'missing-work', authorId: 1, work: 'W3' } as const
    expect(sameCorrectionKey({ ...missing, position: 1 })).toBe(sameCorrectionKey({ ...missing, position: null }))
  })

  test('is about every record that it changes', () => {
    expect(authorIdsOf({ kind: 'not-my-work', authorId: 1, workIds: [3], toId: 2 })).toEqual([1, 2])
    expect(authorIdsOf({ kind: 'split', authorId: 1, workIds: [3], intoId: null })).toEqual([1])
  })
})
