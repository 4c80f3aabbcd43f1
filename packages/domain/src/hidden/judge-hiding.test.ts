import { describe, expect, test } from 'vitest'
import type { Evidence } from '../evidence.ts'
import { canShowAgain, type HidingFacts, judgeHiding } from './judge-hiding.ts'

const at = new Date('2100-03-01T12:00:00Z')

function piece(kind: Evidence['kind'], more: Partial<Evidence> = {}): Evidence {
  const stated = { issuer: 'this site', source: 'somewhere', observed_at: '2100-01-01T00:00:00Z', expires_at: null }
  return { kind, ...stated, ...more }
}

const nobody: HidingFacts = {
  evidence: [],
  ownerSince: null,
  isOwnedByAnother: false,
  isClaimedByAnother: false,
}

const judge = (facts: Partial<HidingFacts>): string => {
  const { isGranted, rule } = judgeHiding({ ...nobody, ...facts }, at)
  return `${isGranted ? 'granted' : 'waits'}: ${rule}`
}

const ownOrcid = piece('control.orcid', { independent: true })
const bylineEmail = piece('control.email', { matches_byline: true })
const atInstitution = piece('attestation.institution', { by: 'email' })

describe('a request to hide a record', () => {
  test('is granted to its owner, whatever they can show today', () => {
    expect(judge({ ownerSince: at })).toBe('granted: owner-asks')
  })

  test.each([
    ['an iD that stands on the record by somebody else’s word', ownOrcid],
    ['the address on one of its bylines', bylineEmail],
  ])('is granted to who has shown %s', (_, evidence) => {
    expect(judge({ evidence: [evidence] })).toBe('granted: person-asks')
  })

  test.each([
    ['nothing', []],
    ['an institution, which has many people', [atInstitution]],
    ['an iD that stands nowhere on the record', [piece('control.orcid', { independent: false })]],
    ['an address that stands on no byline', [piece('control.email', { matches_byline: false })]],
    ['a home page, which anyone can make', [piece('control.rel-me', { both_ways: true })]],
    ['a vouch', [piece('attestation.vouch', { issuer: 'A9' })]],
  ])('waits for a curator with %s', (_, evidence) => {
    expect(judge({ evidence })).toBe('waits: not-proven')
  })

  test('waits where somebody else owns the record, however much was shown', () => {
    const evidence = [ownOrcid, bylineEmail, atInstitution]
    expect(judge({ evidence, isOwnedByAnother: true })).toBe('waits: claimed-by-another')
  })

  test('waits where somebody else has claimed the record, unless what was shown is the person’s alone', () => {
    const claimed = { isClaimedByAnother: true }
    expect(judge({ evidence: [atInstitution], ...claimed })).toBe('waits: claimed-by-another')
    expect(judge({ evidence: [ownOrcid], ...claimed })).toBe('granted: person-asks')
  })

  test('is no longer granted for what has lapsed', () => {
    const lapsed = { expires_at: '2100-03-01T12:00:00Z' }
    expect(judge({ evidence: [{ ...bylineEmail, ...lapsed }] })).toBe('waits: not-proven')
    expect(judge({ evidence: [{ ...bylineEmail, expires_at: '2100-03-01T12:00:01Z' }] })).toBe('granted: person-asks')
  })
})

describe('a hidden record', () => {
  const proven = judgeHiding({ ...nobody, evidence: [ownOrcid] }, at)
  const owner = judgeHiding({ ...nobody, ownerSince: at }, at)
  const stranger = judgeHiding(nobody, at)

  test('is shown again for who asked for it and can still show that it is theirs', () => {
    expect(canShowAgain(proven, { hasAsked: true, hiddenAt: at })).toBe(true)
    expect(canShowAgain(stranger, { hasAsked: true, hiddenAt: at })).toMatch(/does not any more/)
  })

  test('is shown again for who owned it before, and for nobody else who did not ask', () => {
    const later = new Date(at.getTime() + 1)
    expect(canShowAgain(owner, { hasAsked: false, hiddenAt: later })).toBe(true)
    for (const verdict of [proven, stranger, owner])
      expect(canShowAgain(verdict, { hasAsked: false, hiddenAt: at })).toMatch(/^Only who asked/)
    expect(canShowAgain(owner, { hasAsked: true, hiddenAt: at })).toBe(true)
  })
})
