import { describe, expect, test } from 'vitest'
import { judgeProposal } from './judge-correction.ts'

const disowned = { kind: 'not-my-work', authorId: 1, workIds: [2], toId: null } as const

describe('the rules', () => {
  test('let a verified owner take works off their own record', () => {
    expect(judgeProposal(disowned, { isOwner: true, level: 3 })).toBe('owner-disowns')
  })

  test.each([
    ['of somebody else', disowned, { isOwner: false, level: 5 }],
    ['of an owner who has shown no more than an email', disowned, { isOwner: true, level: 2 }],
    ['that gives the works to another record', { ...disowned, toId: 9 }, { isOwner: true, level: 5 }],
    ['to merge', { kind: 'merge', authorId: 1, intoId: 2 } as const, { isOwner: true, level: 5 }],
    [
      'to have more works',
      { kind: 'missing-work', authorId: 1, work: 'W1', position: 1 } as const,
      { isOwner: true, level: 5 },
    ],
  ])('leave a proposal %s to a curator', (_, details, facts) => {
    expect(judgeProposal(details, facts)).toBeUndefined()
  })
})
