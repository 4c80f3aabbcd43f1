import { describe, expect, test } from 'vitest'
import type { Caller } from '../claims/claim-policies.ts'
import {
  canDecideCorrection,
  canPropose,
  canUndoCorrection,
  canWithdrawProposal,
  type CorrectionParties,
} from './correction-policies.ts'

const member: Caller = { accountId: 'm', role: 'member' }
const curator: Caller = { accountId: 'c', role: 'curator' }
const open: CorrectionParties = { status: 'open', proposerId: 'm', partyIds: [], hiderIds: [], grantedToId: null }
const accepted: CorrectionParties = { ...open, status: 'accepted' }

describe('a correction', () => {
  test('is decided by a curator, once', () => {
    expect(canDecideCorrection(curator, open)).toBe(true)
    expect(canDecideCorrection({ accountId: 'o', role: 'operator' }, open)).toBe(true)
    expect(canDecideCorrection(member, open)).toMatch(/Only curators/)
    expect(canDecideCorrection(curator, accepted)).toMatch(/already/)
  })

  test('is never decided or undone by a curator whose own case it is', () => {
    for (const own of [{ proposerId: 'c' }, { partyIds: ['c'] }, { hiderIds: ['c'] }]) {
      expect(canDecideCorrection(curator, { ...open, ...own })).toMatch(/your own/)
      expect(canUndoCorrection(curator, { ...accepted, ...own })).toMatch(/your own/)
    }
  })

  test('is withdrawn by whoever proposed it, until it is decided', () => {
    expect(canWithdrawProposal(member, open)).toBe(true)
    expect(canWithdrawProposal(curator, open)).toMatch(/Only whoever proposed/)
    expect(canWithdrawProposal(member, accepted)).toMatch(/already/)
  })

  test('is undone by a curator, or by the account to which a rule granted it', () => {
    expect(canUndoCorrection(curator, accepted)).toBe(true)
    expect(canUndoCorrection(member, accepted)).toMatch(/Only curators/)
    expect(canUndoCorrection(member, { ...accepted, grantedToId: 'm' })).toBe(true)
    expect(canUndoCorrection({ ...member, accountId: 'x' }, { ...accepted, grantedToId: 'm' })).toMatch(/Only curators/)
    expect(canUndoCorrection(curator, open)).toMatch(/accepted can be undone/)
  })

  test('is proposed twenty times a day, with twenty waiting', () => {
    expect(canPropose({ open: 19, recent: 19 })).toBe(true)
    expect(canPropose({ open: 20, recent: 0 })).toMatch(/wait for a decision/)
    expect(canPropose({ open: 0, recent: 20 })).toMatch(/tomorrow/)
  })
})
