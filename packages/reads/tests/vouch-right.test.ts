import { randomUUID } from 'node:crypto'
import { readAuthorJson, readAuthorPage, readClaimPage, readVouchRight } from '@bzpeer/reads'
import { addEvidence, hideRecord, insertClaim } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, expect, test } from 'vitest'
import { useReading, writeFolder } from './reading.ts'

const host = 'https://openalex.org'
const slot = (id: number) => ({ author: { id: `${host}/A${id}`, display_name: `Author ${id}` }, raw_author_name: 'A.' })
const work = (id: number, ...authors: number[]) => ({
  id: `${host}/W${id}`,
  title: `Work ${id}`,
  type: 'article',
  publication_year: 2020 + id,
  authorships: authors.map(slot),
})
const records = {
  'authors.jsonl': [1, 2].map((id) => ({ id: `${host}/A${id}`, display_name: `Author ${id}` })),
  'works.jsonl': [work(1, 1, 2), work(2, 1), work(3, 1, 2)],
}
const [owned, own] = [1, 2]
const at = new Date('2100-01-01T00:00:00Z')
const caller = { accountId: randomUUID(), role: 'member' } as const
const page = { after: null, before: null }

describeOnEachDatabase('what somebody may say of a record', (database) => {
  const reading = useReading(database, [writeFolder(records)])
  const claims = { [owned]: randomUUID(), [own]: randomUUID() }
  beforeEach(async () => {
    await reading.store.transaction(async (tx) => {
      await tx.session.query('truncate claims, evidence, hidden_records')
      for (const [id, account_id] of [
        [owned, randomUUID()],
        [own, caller.accountId],
      ] as const) {
        const when = { opened_at: at, window_ends_at: at, accepted_at: at }
        const claim = {
          id: claims[id] ?? '',
          author_id: id,
          account_id,
          status: 'accepted',
          statement: '',
          ...when,
        } as const
        await insertClaim(tx, claim, [])
      }
      const proof = { issuer: 'this site', source: 'an address', observedAt: at, expiresAt: null }
      const mine = { authorId: own, claimId: claims[own] ?? '', accountId: caller.accountId, ...proof }
      await addEvidence(tx, { ...mine, kind: 'control.email' })
      await addEvidence(tx, { ...mine, kind: 'attestation.institution', detail: { by: 'email', institution: 'x' } })
      const said = { issuer: `A${own}`, source: '/works/W1', observedAt: at, expiresAt: null }
      const given = { authorId: owned, claimId: claims[owned] ?? '', accountId: caller.accountId, ...said }
      await addEvidence(tx, { ...given, kind: 'authorship.supported', detail: { work_ids: [1, 2] } })
    })
  })
  const read = async (isOwned = true) => {
    const right = await readVouchRight(reading.context, { authorId: owned, isOwned, caller })
    return right?.works.map(({ id, isConfirmed }) => `${id}${isConfirmed ? ' confirmed' : ''}`)
  }
  const endClaim = (id: number) =>
    reading.store.db.updateTable('claims').set({ status: 'withdrawn' }).where('author_id', '=', id).execute()

  test('is to take back works too that they do not share any more', async () => {
    expect(await read()).toEqual(['W3', 'W2 confirmed', 'W1 confirmed'])
  })

  test('is to take back alone, once they own nothing or nobody owns the record', async () => {
    await endClaim(own)
    expect(await read()).toEqual(['W2 confirmed', 'W1 confirmed'])
    await endClaim(owned)
    expect(await read(false)).toEqual(['W2 confirmed', 'W1 confirmed'])
    await reading.store.db.updateTable('evidence').set({ revoked_at: at }).execute()
    expect(await read(false)).toBeUndefined()
  })

  test('says on no page which record it was said with once that is hidden', async () => {
    const everywhere = async () =>
      JSON.stringify([
        (await readAuthorPage(reading.context, owned, page))?.trust,
        ((await readAuthorJson(reading.context, owned, 'https://here.example')) as { bzpeer?: { trust?: object } })
          ?.bzpeer?.trust,
        (await readClaimPage(reading.context, claims[owned] ?? '', undefined))?.evidence,
      ])
    expect((await everywhere()).split(`"A${own}"`)).toHaveLength(4)
    const ref = { kind: 'author', id: own } as const
    await reading.store.transaction((tx) => hideRecord(tx, { ref, correction: 1, at }))
    expect(await everywhere()).not.toContain(`A${own}"`)
    expect(await everywhere()).toContain('hidden record')
  })
})
