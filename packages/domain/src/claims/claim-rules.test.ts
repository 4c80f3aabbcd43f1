import { describe, expect, test } from 'vitest'
import { type ClaimFacts, defaultClaimPolicy, judgeClaim, strengthOf, windowEnd } from './claim-rules.ts'

const day = 86_400_000
const opened = new Date('2026-03-01T12:00:00Z')
const after = (days: number): Date => new Date(opened.getTime() + days * day)

const facts: ClaimFacts = {
  status: 'open',
  windowEndsAt: after(7),
  contestRule: null,
  rivals: 0,
  objections: 0,
  hasEmail: true,
  nameFits: true,
  recordOrcid: 'none',
  isHiddenByAnother: false,
}

describe('the strength of a claim', () => {
  test.each([
    ['nothing at all', [], 'weak'],
    ['an email that stands nowhere', [{ kind: 'control.email' }], 'weak'],
    ['an iD that stands nowhere but in the claim', [{ kind: 'control.orcid', independent: false }], 'weak'],
    ['a home page that links back', [{ kind: 'control.rel-me' }], 'medium'],
    ['a vouch', [{ kind: 'attestation.vouch' }], 'medium'],
    ['an iD that stands on a work', [{ kind: 'control.orcid', independent: true }], 'strong'],
    ['an email of a byline', [{ kind: 'control.email', matches_byline: true }], 'strong'],
  ] as const)('with %s is as it is', (_, evidence, strength) => {
    expect(strengthOf(evidence)).toBe(strength)
  })
})

describe('the challenge window', () => {
  const end = (strength: 'strong' | 'medium' | 'weak', strengthenedAt = opened): Date =>
    windowEnd(defaultClaimPolicy, { openedAt: opened, strength, strengthenedAt })

  test('is a week for a claim without evidence, three days with some, and one with evidence that binds', () => {
    expect([end('weak'), end('medium'), end('strong')]).toEqual([after(7), after(3), after(1)])
  })

  test('shortened late still leaves a day to object', () => {
    expect(end('strong', after(5))).toEqual(after(6))
  })

  test('is asked for anew when evidence comes after its end: there is always a day', () => {
    expect(end('strong', after(9))).toEqual(after(10))
    expect(end('weak', after(9))).toEqual(after(10))
  })

  test('is as long as the site says', () => {
    expect(windowEnd({ windowDays: 14 }, { openedAt: opened, strength: 'medium', strengthenedAt: opened })).toEqual(
      after(6),
    )
  })
})

describe('the rules', () => {
  test('wait while the window runs, to its last instant', () => {
    expect(judgeClaim(facts, opened)).toEqual({ act: 'wait', until: after(7) })
    expect(judgeClaim(facts, new Date(after(7).getTime() - 1))).toEqual({ act: 'wait', until: after(7) })
  })

  test('accept a claim that nobody objected to when its window ends', () => {
    expect(judgeClaim(facts, after(7))).toEqual({ act: 'accept', rule: 'window-uncontested' })
  })

  test.each([
    ['another-claim', { rivals: 1 }],
    ['objection', { objections: 1 }],
    ['name-differs', { nameFits: false }],
    ['hidden-by-another', { isHiddenByAnother: true }],
  ] as const)('leave it to a curator at once: %s', (rule, change) => {
    expect(judgeClaim({ ...facts, ...change }, opened)).toEqual({ act: 'contest', rule })
  })

  test('leave it to a curator when the window ends: an iD of the record was not shown', () => {
    const lacking = { ...facts, recordOrcid: 'not-shown' } as const
    expect(judgeClaim(lacking, opened).act).toBe('wait')
    expect(judgeClaim(lacking, after(7))).toEqual({ act: 'contest', rule: 'orcid-not-shown' })
  })

  test('hold a name that differs against a claim before what others can take back again', () => {
    const differing = { ...facts, nameFits: false, rivals: 1, objections: 1 }
    expect(judgeClaim(differing, opened)).toEqual({ act: 'contest', rule: 'name-differs' })
  })

  test('accept no claim whose email has lapsed, and let it go thirty days later', () => {
    const lapsed = { ...facts, hasEmail: false }
    expect(judgeClaim(lapsed, after(7))).toEqual({ act: 'wait', until: after(37) })
    expect(judgeClaim(lapsed, after(37))).toEqual({ act: 'expire', rule: 'email-not-confirmed' })
  })

  test('take a contested claim up again once nobody stands against it, and only then', () => {
    const contested = { ...facts, status: 'contested', contestRule: 'another-claim' } as const
    expect(judgeClaim(contested, opened)).toEqual({ act: 'reopen', rule: 'nobody-objects-any-more' })
    expect(judgeClaim({ ...contested, objections: 1 }, opened)).toEqual({ act: 'none' })
    expect(judgeClaim({ ...contested, rivals: 1 }, opened)).toEqual({ act: 'none' })
    expect(judgeClaim({ ...contested, isHiddenByAnother: true }, opened)).toEqual({ act: 'none' })
    expect(judgeClaim({ ...contested, contestRule: 'name-differs' }, after(100))).toEqual({ act: 'none' })
    expect(judgeClaim({ ...contested, contestRule: 'hidden-by-another' }, opened).act).toBe('reopen')
  })

  test.each([
    ['orcid-not-shown', 'none', 'reopen'],
    ['orcid-not-shown', 'shown', 'reopen'],
    ['orcid-not-shown', 'not-shown', 'none'],
    ['merged-with-orcid', 'none', 'none'],
    ['merged-with-orcid', 'shown', 'reopen'],
  ] as const)('of a claim contested as %s whose record has an iD that is %s: %s', (contestRule, recordOrcid, act) => {
    expect(judgeClaim({ ...facts, status: 'contested', contestRule, recordOrcid }, opened).act).toBe(act)
  })

  test.each(['contested', 'accepted', 'rejected', 'withdrawn', 'expired', 'revoked', 'transferred'] as const)(
    'say nothing about a claim that is %s',
    (status) => {
      expect(judgeClaim({ ...facts, status }, after(100))).toEqual({ act: 'none' })
    },
  )
})
