import { appealClaim, contestClaim, decideClaim, settleClaims, withdrawAppeal } from '@bzpeer/actions'
import { defaultClaimPolicy, judgeTrust } from '@bzpeer/domain'
import { AccountGoneError, findTrustBasis, readMedianDecisionSeconds } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, expect, test } from 'vitest'
import { after, day, failing, start, useClaiming } from './claiming.ts'
import { author } from './made-records.ts'
import { useStore } from './test-store.ts'

const re = 4

describeOnEachDatabase('a claim that somebody appeals', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  beforeEach(async () => {
    await it.empty()
    await it.importLines(author(re, 'Christopher Ré'))
  })

  async function isFrozen(authorId: number, at: Date): Promise<boolean> {
    const basis = await findTrustBasis(it.store.db, authorId, at)
    return basis !== undefined && judgeTrust(basis, at).trust.frozen
  }

  const settle = (at: Date) =>
    settleClaims({ store: it.store, now: () => at, claimPolicy: defaultClaimPolicy }, failing)

  test('is appealed once it was rejected, to a curator who has not decided before', async () => {
    const claimant = await people.join('Chris Re')
    const claim = await people.claim(claimant, re)
    const [first, second] = [
      await people.join('First', { role: 'curator' }),
      await people.join('Second', { role: 'curator' }),
    ]
    await decideClaim(people.as(first, after(1)), { claimId: claim, verdict: 'reject', reason: 'No evidence.' })
    await expect(appealClaim(people.as(claimant, after(31)), { claimId: claim, reason: 'Late' })).rejects.toThrow(
      '30 days',
    )
    await appealClaim(people.as(claimant, after(2)), { claimId: claim, reason: 'See my page.' })
    const accept = { claimId: claim, verdict: 'accept', reason: 'Seen.' } as const
    await expect(decideClaim(people.as(first, after(7)), accept)).rejects.toThrow('another curator')
    await decideClaim(people.as(second, after(7)), accept)
    expect(await people.statusOf(claim)).toBe('accepted')
    await expect(appealClaim(people.as(claimant), { claimId: claim, reason: 'Again' })).rejects.toThrow('rejected')
    expect((await people.log(claim)).map(([act]) => act)).toEqual([
      'claim.opened',
      'claim.rejected',
      'claim.appealed',
      'claim.accepted',
    ])
    expect(await readMedianDecisionSeconds(it.store.db, start)).toBe((4 * day) / 1000)
  })

  test('that was rejected is accepted on an appeal no sooner than its window ends, and can be objected to meanwhile', async () => {
    const claimant = await people.join('Chris Re')
    const claim = await people.claim(claimant, re)
    const [first, second] = [
      await people.join('First', { role: 'curator' }),
      await people.join('Second', { role: 'curator' }),
    ]
    const objection = { claimId: claim, reason: 'He is my colleague.', evidenceUrl: null }
    const reject = { claimId: claim, verdict: 'reject', reason: 'No evidence.' } as const
    await decideClaim(people.as(first), reject)
    const objector = people.as(await people.join('Objector'), after(1))
    await expect(contestClaim(objector, objection)).rejects.toThrow('has ended')
    await appealClaim(people.as(claimant), { claimId: claim, reason: 'See my page.' })
    const accept = { claimId: claim, verdict: 'accept', reason: 'Seen.' } as const
    await expect(decideClaim(people.as(second, after(6.9)), accept)).rejects.toThrow('until 2100-03-08 12:00 UTC')
    await contestClaim(objector, objection)
    await decideClaim(people.as(second, after(7)), reject)
    const outcomes = it.store.db.selectFrom('claim_objections').select(['kind', 'outcome']).orderBy('kind')
    expect(await outcomes.execute()).toEqual([
      { kind: 'appeal', outcome: 'dismissed' },
      { kind: 'contest', outcome: 'upheld' },
    ])
    expect([await people.statusOf(claim), await isFrozen(re, after(8))]).toEqual(['rejected', false])
  })

  test('that is accepted ends the appeal of an earlier one of the same account, which would end it in turn', async () => {
    const claimant = await people.join('Chris Re')
    const first = await people.claim(claimant, re)
    const curator = await people.join('Curator', { role: 'curator' })
    await decideClaim(people.as(curator, after(1)), { claimId: first, verdict: 'reject', reason: 'No evidence.' })
    await appealClaim(people.as(claimant, after(2)), { claimId: first, reason: 'Look again.' })
    const second = await people.claim(claimant, re, after(32))
    await settle(after(39))
    expect(await people.statusOf(second)).toBe('accepted')
    expect(await isFrozen(re, after(40))).toBe(false)
    expect((await people.log(first)).at(-1)).toEqual(['claim.appeal-withdrawn', 'accepted-anew'])
    const other = people.as(await people.join('Another', { role: 'curator' }), after(40))
    const accept = { claimId: first, verdict: 'accept', reason: 'Seen.' } as const
    await expect(decideClaim(other, accept)).rejects.toThrow('decided already')
    expect(await people.statusOf(second)).toBe('accepted')
  })

  test('that was accepted on an appeal is not ended by who was overruled, nor by way of another claim', async () => {
    const claimant = await people.join('Chris Re')
    const claim = await people.claim(claimant, re)
    const [first, second] = await Promise.all(['First', 'Second'].map((name) => people.join(name, { role: 'curator' })))
    if (first === undefined || second === undefined) throw new Error('Two are two.')
    await decideClaim(people.as(first, after(1)), { claimId: claim, verdict: 'reject', reason: 'No evidence.' })
    await appealClaim(people.as(claimant, after(2)), { claimId: claim, reason: 'Look again.' })
    await decideClaim(people.as(second, after(7)), { claimId: claim, verdict: 'accept', reason: 'Seen.' })
    const rival = await people.claim(await people.join('C. Re'), re, after(8))
    const revoke = { claimId: claim, verdict: 'revoke', reason: 'I said no.' } as const
    for (const decision of [revoke, { claimId: rival, verdict: 'accept', reason: 'This one.' } as const])
      await expect(decideClaim(people.as(first, after(9)), decision)).rejects.toThrow('overturned your decision')
    expect([await people.statusOf(claim), await people.statusOf(rival)]).toEqual(['accepted', 'contested'])
    await decideClaim(people.as(second, after(10)), revoke)
    expect(await people.statusOf(claim)).toBe('revoked')
  })

  test('is accepted by rule for nobody while an appeal is open, and its claimant takes that back', async () => {
    const [claimant, rival] = [await people.join('Chris Re'), await people.join('Christopher Re')]
    const claim = await people.claim(claimant, re)
    const curator = await people.join('Curator', { role: 'curator' })
    await decideClaim(people.as(curator, after(1)), { claimId: claim, verdict: 'reject', reason: 'No evidence.' })
    await appealClaim(people.as(claimant, after(2)), { claimId: claim, reason: 'Look again.' })
    const other = await people.claim(rival, re, after(2))
    await settle(after(20))
    expect([await people.statusOf(other), await isFrozen(re, after(20))]).toEqual(['contested', true])
    await expect(withdrawAppeal(people.as(rival, after(20)), claim)).rejects.toThrow('Only the claimant')
    await withdrawAppeal(people.as(claimant, after(20)), claim)
    await expect(withdrawAppeal(people.as(claimant, after(20)), claim)).rejects.toThrow('No appeal')
    await expect(appealClaim(people.as(claimant, after(20)), { claimId: claim, reason: 'Or not.' })).rejects.toThrow(
      'done once',
    )
    expect([await people.statusOf(other), await isFrozen(re, after(20))]).toEqual(['open', false])
    await settle(after(21))
    expect([await people.statusOf(claim), await people.statusOf(other)]).toEqual(['rejected', 'accepted'])
    expect((await people.log(claim)).at(-1)).toEqual(['claim.appeal-withdrawn', claimant.accountId])
  })

  test('leaves what others say against it while the appeal waits to stand against the next claim, too', async () => {
    const claimant = await people.join('Chris Re')
    const claim = await people.claim(claimant, re)
    const curator = await people.join('Curator', { role: 'curator' })
    await decideClaim(people.as(curator, after(1)), { claimId: claim, verdict: 'reject', reason: 'No evidence.' })
    await appealClaim(people.as(claimant, after(2)), { claimId: claim, reason: 'Look again.' })
    const objector = people.as(await people.join('Objector'), after(3))
    await contestClaim(objector, { claimId: claim, reason: 'He is my colleague.', evidenceUrl: null })
    const next = await people.claim(claimant, re, after(32))
    const against = it.store.db.selectFrom('claim_objections').select(['account_id', 'reason', 'resolved_at'])
    expect(await against.where('claim_id', '=', next).execute()).toEqual([
      { account_id: objector.caller.accountId, reason: 'He is my colleague.', resolved_at: null },
    ])
    await settle(after(60))
    expect((await people.log(next)).at(-1)).toEqual(['claim.contested', 'objection'])
  })

  test('of an account that is gone is not appealed', async () => {
    const claimant = await people.join('Chris Re')
    const claim = await people.claim(claimant, re)
    const curator = await people.join('Curator', { role: 'curator' })
    await decideClaim(people.as(curator, after(1)), { claimId: claim, verdict: 'reject', reason: 'No evidence.' })
    await it.store.db.deleteFrom('accounts').where('id', '=', claimant.accountId).execute()
    const appeal = appealClaim(people.as(claimant, after(2)), { claimId: claim, reason: 'Look again.' })
    await expect(appeal).rejects.toThrow(AccountGoneError)
    expect(await isFrozen(re, after(3))).toBe(false)
  })

  test('appealed and looked at again is not appealed once more, nor claimed round the decision', async () => {
    const claimant = await people.join('Chris Re')
    const claim = await people.claim(claimant, re)
    const [first, second, third] = await Promise.all(
      ['First', 'Second', 'Third'].map((name) => people.join(name, { role: 'curator' })),
    )
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three are three.')
    const reject = { claimId: claim, verdict: 'reject', reason: 'No evidence.' } as const
    await decideClaim(people.as(first, after(1)), reject)
    await expect(people.claim(claimant, re, after(2))).rejects.toThrow('Appeal that decision')
    await appealClaim(people.as(claimant, after(2)), { claimId: claim, reason: 'Look again.' })
    await decideClaim(people.as(second, after(3)), reject)
    expect(await people.statusOf(claim)).toBe('rejected')
    await expect(appealClaim(people.as(claimant, after(4)), { claimId: claim, reason: 'Again.' })).rejects.toThrow(
      'appealed already',
    )
    expect(await people.claim(claimant, re, after(32))).not.toBe(claim)
  })
})
