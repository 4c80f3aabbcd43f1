import { randomUUID } from 'node:crypto'
import { readClaimPage } from '@bzpeer/reads'
import { addEvidence, insertClaim, type StoreTransaction } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { expect, test } from 'vitest'
import { useReading, writeFolder } from './reading.ts'

const authorId = 1
const at = (minute: number): Date => new Date(Date.UTC(2100, 2, 1, 0, minute))
const records = { 'authors.jsonl': [{ id: `https://openalex.org/A${authorId}`, display_name: 'Ada One' }] }

describeOnEachDatabase('the page of a claim', (database) => {
  const reading = useReading(database, [writeFolder(records)])

  const openClaim = (tx: StoreTransaction) =>
    insertClaim(
      tx,
      {
        id: randomUUID(),
        author_id: authorId,
        account_id: randomUUID(),
        status: 'open',
        statement: '',
        opened_at: at(0),
        window_ends_at: at(1),
      },
      [],
    )

  test('shows what its claimant has shown, and their appeal, however many others speak for it or against it', async () => {
    const claim = await reading.store.transaction(async (tx) => {
      const opened = await openClaim(tx)
      const piece = { authorId, claimId: opened.id, expiresAt: null, source: '/works/W1' }
      for (let minute = 0; minute <= 101; minute++)
        await addEvidence(tx, {
          ...piece,
          kind: minute === 0 ? 'control.email' : 'attestation.vouch',
          issuer: minute === 0 ? 'this site' : 'A2',
          accountId: minute === 0 ? opened.account_id : randomUUID(),
          observedAt: at(minute),
        })
      const objections = Array.from({ length: 102 }, (_, index) => ({
        id: randomUUID(),
        claim_id: opened.id,
        author_id: authorId,
        account_id: index === 101 ? opened.account_id : randomUUID(),
        kind: index === 101 ? ('appeal' as const) : ('contest' as const),
        reason: 'Because.',
        evidence_url: null,
        opened_at: at(index),
      }))
      await tx.db.insertInto('claim_objections').values(objections).execute()
      return opened
    })
    const page = await readClaimPage(reading.context, claim.id, undefined)
    expect(page?.evidence).toHaveLength(101)
    expect(page?.evidence[0]).toMatchObject({ issuer: 'this site', since: '2100-03-01T00:00:00Z' })
    expect(page?.evidence.at(-1)?.since).toBe('2100-03-01T01:41:00Z')
    expect(page?.objections).toHaveLength(101)
    expect(page?.objections.at(-1)?.kind).toBe('appeal')
  })
})
