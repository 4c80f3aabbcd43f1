import { describe, expect, test } from 'vitest'
import {
  canAppeal,
  canBeAccepted,
  canConfirmWorks,
  canContest,
  canDecide,
  canVouch,
  canWithdraw,
  canWithdrawAppeal,
  type ClaimParties,
  type ConfirmingBasis,
  type VouchBasis,
} from './claim-policies.ts'

const ended = new Date('2026-03-01T00:00:00Z')
const later = (days: number): Date => new Date(ended.getTime() + days * 86_400_000)
const claim: ClaimParties = {
  status: 'contested',
  claimantId: 'claimant',
  otherPartyIds: ['rival'],
  hiderIds: ['hider'],
  objectorIds: [],
  deciderIds: [],
  overruledIds: [],
  endedAt: null,
  hasOpenAppeal: false,
  wasAppealed: false,
}
const member = (accountId: string) => ({ accountId, role: 'member' }) as const
const curator = (accountId: string) => ({ accountId, role: 'curator' }) as const

describe('who decides', () => {
  test('is a curator or an operator, and nobody else', () => {
    expect(canDecide(curator('other'), claim)).toBe(true)
    expect(canDecide({ accountId: 'other', role: 'operator' }, claim)).toBe(true)
    expect(canDecide(member('other'), claim)).toMatch(/Only curators/)
  })

  test.each(['claimant', 'rival', 'hider'])('is never a party: %s', (accountId) => {
    expect(canDecide(curator(accountId), claim)).toMatch(/your own/)
    expect(canDecide({ accountId, role: 'operator' }, claim)).toMatch(/your own/)
  })

  test('of an appeal is not who decided before', () => {
    const appealed: ClaimParties = { ...claim, status: 'rejected', hasOpenAppeal: true, deciderIds: ['first'] }
    expect(canDecide(curator('first'), appealed)).toMatch(/another curator/)
    expect(canDecide(curator('second'), appealed)).toBe(true)
  })

  test('after an appeal was upheld is not who was overruled by it, but who upheld it may', () => {
    const upheld: ClaimParties = {
      ...claim,
      status: 'accepted',
      deciderIds: ['first', 'second'],
      overruledIds: ['first'],
    }
    expect(canDecide(curator('first'), upheld)).toMatch(/overturned your decision/)
    expect(canDecide(curator('second'), upheld)).toBe(true)
  })
})

describe('a claim', () => {
  const waiting = { status: 'contested', windowEndsAt: ended, hasEmail: true, hasOpenAppeal: false } as const

  test.each(['open', 'contested'] as const)(
    'that is %s is accepted once anybody has had the time to object',
    (status) => {
      expect(canBeAccepted({ ...waiting, status }, later(-1))).toMatch(/until 2026-03-01 00:00 UTC/)
      expect(canBeAccepted({ ...waiting, status }, ended)).toBe(true)
    },
  )

  test('is accepted for nobody without a confirmed email', () => {
    expect(canBeAccepted({ ...waiting, hasEmail: false }, ended)).toMatch(/no confirmed email/)
  })

  test('that was decided is accepted on an appeal alone', () => {
    const rejected = { ...waiting, status: 'rejected' } as const
    expect(canBeAccepted(rejected, ended)).toMatch(/decided already/)
    expect(canBeAccepted({ ...rejected, hasOpenAppeal: true }, ended)).toBe(true)
    expect(canBeAccepted({ ...rejected, hasOpenAppeal: true }, later(-1))).toMatch(/until 2026-03-01 00:00 UTC/)
  })
})

describe('the claimant', () => {
  test('takes an open appeal back, and nobody else does', () => {
    expect(canWithdrawAppeal(member('claimant'), { ...claim, hasOpenAppeal: true })).toBe(true)
    expect(canWithdrawAppeal(member('rival'), { ...claim, hasOpenAppeal: true })).toMatch(/Only the claimant/)
    expect(canWithdrawAppeal(member('claimant'), claim)).toMatch(/No appeal/)
  })

  test('withdraws, and does not contest', () => {
    expect(canWithdraw(member('claimant'), claim)).toBe(true)
    expect(canContest(member('claimant'), claim)).toMatch(/your own/)
    expect(canWithdraw(member('other'), claim)).toMatch(/Only the claimant/)
    expect(canContest(member('other'), claim)).toBe(true)
    expect(canContest(member('other'), { ...claim, objectorIds: ['other'] })).toMatch(/done once/)
  })

  test('has nothing to withdraw or contest once the claim has ended', () => {
    const gone = { ...claim, status: 'withdrawn' } as const
    expect(canWithdraw(member('claimant'), gone)).toMatch(/ended/)
    expect(canContest(member('other'), gone)).toMatch(/ended/)
    const appealed = { ...claim, status: 'rejected', hasOpenAppeal: true } as const
    expect(canContest(member('other'), appealed)).toBe(true)
  })

  test('appeals a decision for thirty days, once at a time', () => {
    const rejected: ClaimParties = { ...claim, status: 'rejected', endedAt: ended }
    expect(canAppeal(member('claimant'), rejected, later(29.99))).toBe(true)
    expect(canAppeal(member('claimant'), rejected, later(30))).toMatch(/30 days/)
    expect(canAppeal(member('rival'), rejected, later(1))).toMatch(/Only the claimant/)
    expect(canAppeal(member('claimant'), { ...rejected, hasOpenAppeal: true }, later(1))).toMatch(/open already/)
    expect(canAppeal(member('claimant'), { ...rejected, wasAppealed: true }, later(1))).toMatch(/appealed already/)
    expect(canAppeal(member('claimant'), { ...rejected, status: 'withdrawn' }, later(1))).toMatch(/rejected, revoked/)
  })
})

describe('who confirms works', () => {
  const shared = {
    ownerId: 'owner',
    ownAuthorId: 2,
    sharedWorkId: 3,
    level: 4,
    vouchedToday: 50,
    levelWithoutOwner: 4,
    areShared: true,
    confirmedToday: 0,
  } as const
  test.for<[Partial<ConfirmingBasis>, true | RegExp]>([
    [{}, true],
    [{ levelWithoutOwner: 5, confirmedToday: 49 }, true],
    [{ confirmedToday: 50 }, /Go on tomorrow/],
    [{ level: 3, levelWithoutOwner: 3 }, /at L3\. From L4 on/],
    [{ levelWithoutOwner: 2 }, /at L2, without the word of those/],
    [{ areShared: false }, /stand on your own record too/],
    [{ sharedWorkId: null }, /stand on your own record too/],
    [{ ownAuthorId: null, level: 0 }, /Claim your own/],
    [{ ownerId: 'me' }, /your own/],
    [{ ownerId: null }, /been claimed/],
  ])('is an attested co-author of theirs: %j', ([other, answer]) => {
    const said = canConfirmWorks(member('me'), { ...shared, ...other })
    if (answer === true) expect(said).toBe(true)
    else expect(said).toMatch(answer)
  })
})

describe('who vouches', () => {
  const attested: VouchBasis = { ownerId: 'owner', ownAuthorId: 2, sharedWorkId: 3, level: 4, vouchedToday: 0 }
  test.for<[Partial<VouchBasis>, true | RegExp]>([
    [{}, true],
    [{ level: 5 }, true],
    [{ level: 3 }, /at L3\. From L4 on/],
    [{ sharedWorkId: null }, /share no work/],
    [{ vouchedToday: 49 }, true],
    [{ vouchedToday: 50 }, /Go on tomorrow/],
    [{ ownAuthorId: null, level: 0 }, /Claim your own/],
    [{ ownerId: 'me' }, /your own/],
    [{ ownerId: null }, /been claimed/],
  ])('is an attested co-author of an owner: %j', ([other, answer]) => {
    const said = canVouch(member('me'), { ...attested, ...other })
    if (answer === true) expect(said).toBe(true)
    else expect(said).toMatch(answer)
  })
})
