import { randomUUID } from 'node:crypto'
import { importFiles } from '@bzpeer/actions'
import { type EvidenceKind, judgeTrust, parseEvidenceFile, toTrustJson, type TrustCause } from '@bzpeer/domain'
import { openFiles } from '@bzpeer/importers/openalex'
import { readAuthorEvidence, readAuthorJson, readAuthorPage } from '@bzpeer/reads'
import { addEvidence, type NewEvidence, recordTrustChange, revokeEvidence, type StoreTransaction } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { useReading, writeFolder } from './reading.ts'

const host = 'https://openalex.org'
const orcid = '0000-0002-1825-0097'
const otherOrcid = '0000-0001-5109-3700'
const start = { after: null, before: null }
const origin = 'https://people.example.org'
const accountId = '00000000-0000-4000-8000-000000000001'

/** An author whose iD stands on two of three bylines; one named on bylines alone; one whose iD no byline has; one disputed. */
const [stated, mentioned, unstated, disputed] = [1, 2, 3, 4]

const slot = (id: number, iD: string | null) => ({
  author: { id: `${host}/A${id}`, display_name: `Author ${id}`, orcid: iD },
  raw_author_name: `Author ${id}`,
  institutions: [],
  raw_affiliation_strings: [],
})
const work = (id: number, ...authorships: object[]) => ({
  id: `${host}/W${id}`,
  title: `Work ${id}`,
  type: 'article',
  publication_year: 2020,
  ids: { doi: `https://doi.org/10.5555/${id}` },
  authorships,
})
const records = {
  'authors.jsonl': [
    { id: `${host}/A${stated}`, display_name: 'Author 1', orcid: `https://orcid.org/${orcid}` },
    { id: `${host}/A${unstated}`, display_name: 'Author 3', orcid: `https://orcid.org/${otherOrcid}` },
    { id: `${host}/A${disputed}`, display_name: 'Author 4' },
  ],
  'works.jsonl': [
    work(1, slot(stated, orcid), slot(mentioned, otherOrcid)),
    work(2, slot(stated, orcid)),
    work(3, slot(stated, null), slot(unstated, null)),
    work(4, slot(disputed, null)),
  ],
}

const at = new Date('2100-03-01T00:00:00Z')
const day = (count: number): Date => new Date(at.getTime() + count * 86_400_000)

describeOnEachDatabase('trust of an author', (database) => {
  const reading = useReading(database, [writeFolder(records)])

  beforeEach(async () => {
    await reading.store.transaction(async ({ session }) => {
      await session.query('truncate evidence, claims, claim_objections, trust_history')
    })
  })

  const context = (when: Date) => ({ db: reading.store.db, now: () => when })

  async function pageOf(id: number, when = at) {
    const page = await readAuthorPage(context(when), id, start)
    if (page === undefined) throw new Error(`internal: there is no author ${id}`)
    return page
  }

  const changing = (
    authorId: number,
    when: Date,
    cause: TrustCause,
    change: (tx: StoreTransaction) => Promise<unknown>,
  ) =>
    reading.store.transaction(async (tx) => {
      await change(tx)
      await recordTrustChange(tx, authorId, when, cause)
    })

  /** A claim with a piece of evidence for each kind, all of them added at the instant. */
  async function claim(
    authorId: number,
    status: string,
    kinds: readonly EvidenceKind[],
    more: Partial<NewEvidence> = {},
  ) {
    const claimId = randomUUID()
    await changing(authorId, at, 'claim.accepted', async (tx) => {
      await tx.db
        .insertInto('claims')
        .values({
          id: claimId,
          author_id: authorId,
          account_id: randomUUID(),
          status,
          statement: '',
          opened_at: at,
          window_ends_at: day(7),
          accepted_at: status === 'accepted' ? at : null,
        })
        .execute()
      for (const kind of kinds) await addEvidence(tx, { ...pieceOf(authorId, claimId, kind), ...more })
    })
    return claimId
  }

  /** Gives the claimant an email and, two days later, an iD: what an import finds again. */
  async function showAgain(claimId: string): Promise<void> {
    const { db } = reading.store
    const { account_id } = await db
      .selectFrom('claims')
      .select('account_id')
      .where('id', '=', claimId)
      .executeTakeFirstOrThrow()
    await db.insertInto('accounts').values({ id: account_id, handle: account_id, name: 'An owner' }).execute()
    await db
      .insertInto('account_emails')
      .values({
        account_id,
        email: `${account_id}@example.org`,
        is_primary: true,
        confirmed_at: at,
        renewed_at: at,
        lapses_at: null,
        removed_at: null,
      })
      .execute()
    await db
      .insertInto('sign_in_facts')
      .values({
        account_id,
        provider_id: 'orcid',
        issuer: 'https://orcid.org',
        subject: orcid,
        claims: '{}',
        observed_at: day(2),
        renewed_at: day(2),
        ended_at: null,
      })
      .execute()
  }

  function pieceOf(authorId: number, claimId: string | null, kind: EvidenceKind, observedAt = at): NewEvidence {
    const source = kind === 'control.orcid' ? orcid : 'example.org'
    return { authorId, claimId, accountId, kind, issuer: 'this site', source, observedAt, expiresAt: null }
  }

  /** What the interface gives, and what the exported evidence alone leads to, as text. */
  async function bothJson(id: number, when: Date): Promise<[string, string]> {
    const json = (await readAuthorJson(context(when), id, origin)) as { bzpeer: { trust: object } }
    const exported = JSON.stringify(await readAuthorEvidence(context(when), id, origin))
    const { basis, asOf } = parseEvidenceFile(exported)
    return [JSON.stringify(json.bzpeer.trust), JSON.stringify(toTrustJson(judgeTrust(basis, asOf).trust))]
  }

  test('works have support where the byline states the iD that the author’s own record has', async () => {
    const { trust } = await pageOf(stated)
    expect(trust.evidence.find(({ kind }) => kind === 'authorship.supported')).toMatchObject({
      supported: 2,
      total: 3,
      issuer: 'this site',
    })
    expect(trust).toMatchObject({ score: 14, band: 'Unverified' })
    for (const id of [mentioned, unstated]) {
      const other = await pageOf(id)
      expect(other.trust.evidence.map(({ kind }) => kind)).not.toContain('authorship.supported')
    }
  })

  test('evidence counts while the claim it belongs to is the accepted one, and no other evidence does', async () => {
    await claim(stated, 'open', ['control.email', 'control.orcid'])
    expect(await pageOf(stated)).toMatchObject({ claimed: false, trust: { score: 14 }, verification: { level: 1 } })
    const claimId = await claim(stated, 'accepted', ['control.email', 'control.orcid'])
    expect(await pageOf(stated)).toMatchObject({
      claimed: true,
      trust: { score: 39, band: 'Emerging' },
      verification: { level: 3, lapsed: [] },
    })
    await changing(stated, day(1), 'claim.ended', ({ db }) =>
      db
        .updateTable('claims')
        .set({ status: 'revoked', ended_at: day(1) })
        .where('id', '=', claimId)
        .execute(),
    )
    const ended = await pageOf(stated, day(1))
    expect(ended).toMatchObject({ claimed: false, trust: { score: 14 }, verification: { level: 1, proofs: [] } })
    expect(ended.trustHistory.map(({ level, score, cause }) => [level, score, cause])).toEqual([
      [1, 14, 'claim.ended'],
      [3, 39, 'claim.accepted'],
    ])
  })

  test('an ORCID iD that neither the record nor a byline has proves control and no more', async () => {
    await claim(mentioned, 'accepted', ['control.email'], {})
    await changing(mentioned, day(1), 'evidence.added', (tx) =>
      addEvidence(tx, { ...pieceOf(mentioned, null, 'control.orcid', day(1)), source: otherOrcid }),
    )
    expect(await pageOf(mentioned, day(1))).toMatchObject({ verification: { level: 3 }, dispute: null })
    await reading.store.transaction((tx) => revokeEvidence(tx, { accountId, kind: 'control.orcid' }, day(2)))
    expect(await pageOf(mentioned, day(2))).toMatchObject({ verification: { level: 2, lapsed: [] } })
  })

  test('proofs expire by the clock, and say until when they stood', async () => {
    await claim(stated, 'accepted', ['control.email', 'control.orcid'])
    await reading.store.db
      .updateTable('evidence')
      .set({ expires_at: day(30) })
      .where('kind', '=', 'control.orcid')
      .execute()
    const before = await pageOf(stated, new Date(day(30).getTime() - 1))
    expect(before).toMatchObject({ trust: { score: 39 }, verification: { level: 3, lapsed: [] } })
    expect(await pageOf(stated, day(30))).toMatchObject({
      trust: { score: 24 },
      verification: { level: 2, lapsed: [{ kind: 'control.orcid', until: '2100-03-31T00:00:00Z' }] },
    })
  })

  test('exported evidence leads to the trust that the interface gives, byte for byte', async () => {
    for (const id of [stated, mentioned, unstated]) {
      const [given, computed] = await bothJson(id, at)
      expect(computed).toBe(given)
    }
    await claim(stated, 'accepted', ['control.email', 'control.orcid', 'control.rel-me'])
    await reading.store.transaction(async (tx) => {
      const vouch = pieceOf(stated, null, 'attestation.vouch', day(1))
      await addEvidence(tx, { ...vouch, issuer: '/authors/A2', expiresAt: day(9), closes_triangle: false })
      await addEvidence(tx, { ...vouch, issuer: '/authors/A3', closes_triangle: true })
      const detail = { by: 'email', institution: '00f54p054' } as const
      await addEvidence(tx, { ...pieceOf(stated, null, 'attestation.institution', day(1)), detail })
    })
    for (const when of [at, day(1), day(9)]) {
      const [given, computed] = await bothJson(stated, when)
      expect(computed).toBe(given)
    }
    expect(await pageOf(stated, day(1))).toMatchObject({ verification: { level: 4 }, trust: { score: 64 } })
  })

  test('an objection freezes the score until it is settled, whatever is imported or added meanwhile', async () => {
    const claimId = await claim(disputed, 'accepted', ['control.email'])
    await showAgain(claimId)
    await changing(disputed, day(1), 'dispute.opened', ({ db }) =>
      db
        .insertInto('claim_objections')
        .values({
          id: randomUUID(),
          claim_id: claimId,
          author_id: disputed,
          account_id: randomUUID(),
          kind: 'contest',
          reason: 'Not theirs.',
          opened_at: day(1),
        })
        .execute(),
    )
    await changing(disputed, day(2), 'evidence.added', (tx) =>
      addEvidence(tx, pieceOf(disputed, claimId, 'control.orcid', day(2))),
    )
    // The record is taken over anew, later than the dispute was opened, with one work more.
    const later = writeFolder({
      'authors.jsonl': [{ id: `${host}/A${disputed}`, display_name: 'Author Four' }],
      'works.jsonl': [work(5, slot(disputed, null), slot(mentioned, null))],
    })
    const { files } = await openFiles([later])
    await importFiles({ store: reading.store, now: () => day(3) }, files, () => undefined)
    const frozen = await pageOf(disputed, day(4))
    expect(frozen.provenance[0]).toMatchObject({ observedAt: '2100-03-04T00:00:00Z' })
    expect(frozen).toMatchObject({
      trust: { score: 16, frozen: true, raise: [] },
      dispute: { since: day(1).toISOString(), reason: 'claim' },
    })
    expect(frozen.trustHistory[0]).toMatchObject({ score: 16, frozen: true, cause: 'dispute.opened' })
    const [given, computed] = await bothJson(disputed, day(4))
    expect(computed).toBe(given)

    await changing(disputed, day(5), 'dispute.settled', ({ db }) =>
      db
        .updateTable('claim_objections')
        .set({ resolved_at: day(5), outcome: 'dismissed' })
        .execute(),
    )
    const settled = await pageOf(disputed, day(5))
    expect(settled).toMatchObject({ trust: { frozen: false }, dispute: null, verification: { level: 2 } })
    // The owner's iD, and the close collaborator that came meanwhile.
    expect(settled.trust.score).toBe(34)
  })

  test('an owner’s iD that is not the record’s freezes the score and says so', async () => {
    await claim(unstated, 'accepted', ['control.email'])
    await changing(unstated, day(1), 'evidence.added', (tx) =>
      addEvidence(tx, pieceOf(unstated, null, 'control.orcid', day(1))),
    )
    expect(await pageOf(unstated, day(2))).toMatchObject({
      trust: { frozen: true },
      dispute: { since: day(1).toISOString(), reason: 'orcid' },
      verification: { level: 2 },
    })
    await changing(unstated, day(3), 'evidence.revoked', (tx) =>
      revokeEvidence(tx, { accountId, kind: 'control.orcid' }, day(3)),
    )
    expect(await pageOf(unstated, day(3))).toMatchObject({ trust: { frozen: false }, dispute: null })
  })

  test('a claim that waits because its evidence is thin is no dispute, and two that stand against each other are', async () => {
    await claim(unstated, 'contested', [])
    const contest = (rule: string) =>
      reading.store.db
        .updateTable('claims')
        .set({ contest_rule: rule, contested_at: day(1) })
        .execute()
    await contest('name-differs')
    expect((await pageOf(unstated, day(2))).dispute).toBeNull()
    await contest('another-claim')
    expect((await pageOf(unstated, day(2))).dispute).toEqual({ since: day(1).toISOString(), reason: 'claim' })
  })

  test('works that others confirm have support too, each once, and none that is not the author’s', async () => {
    const confirm = (workIds: readonly number[], when: Date) =>
      changing(unstated, when, 'evidence.added', (tx) =>
        addEvidence(tx, {
          ...pieceOf(unstated, null, 'authorship.supported', when),
          issuer: 'A1',
          detail: { work_ids: workIds },
        }),
      )
    const supportOf = async (id: number, when: Date) =>
      (await pageOf(id, when)).trust.evidence.find(({ kind }) => kind === 'authorship.supported')
    await confirm([3, 1], day(1))
    await confirm([3], day(2))
    expect(await supportOf(unstated, at)).toBeUndefined()
    expect(await supportOf(unstated, day(1))).toMatchObject({ supported: 1, total: 1, issuer: 'A1' })
    expect(await supportOf(unstated, day(2))).toMatchObject({ supported: 1, total: 1 })
    const [given, computed] = await bothJson(unstated, day(2))
    expect(computed).toBe(given)
  })

  test('of changes made at once each is noted with what the others did', async () => {
    await claim(stated, 'accepted', [])
    const kinds = ['control.email', 'control.orcid', 'control.rel-me'] as const
    await Promise.all(
      kinds.map((kind, index) =>
        changing(stated, day(1 + index), 'evidence.added', (tx) => addEvidence(tx, pieceOf(stated, null, kind, at))),
      ),
    )
    const page = await pageOf(stated, day(9))
    expect(page.trust.score).toBe(49)
    const rows = await reading.store.db.selectFrom('trust_history').select('score').execute()
    expect(Math.max(...rows.map(({ score }) => score))).toBe(49)
  })

  test('what changes neither level nor score leaves no mark in the history', async () => {
    const claimId = await claim(stated, 'accepted', ['control.email'])
    const before = (await pageOf(stated)).trustHistory
    await changing(stated, day(1), 'evidence.added', (tx) =>
      addEvidence(tx, pieceOf(stated, claimId, 'control.email', day(1))),
    )
    expect((await pageOf(stated, day(1))).trustHistory).toEqual(before)
  })

  test('a thousand pieces of evidence are read as one page and one export', async () => {
    const claimId = await claim(stated, 'accepted', ['control.email'])
    await sql`
      insert into evidence (id, author_id, claim_id, kind, issuer, source, observed_at)
      select gen_random_uuid(), ${stated}, ${claimId}::uuid, 'attestation.vouch', '/authors/A' || n, '', ${at}
      from generate_series(1, 1000) n`.execute(reading.store.db)
    const page = await pageOf(stated)
    expect(page.trust.evidence.filter(({ kind }) => kind === 'attestation.vouch')).toHaveLength(2)
    const [given, computed] = await bothJson(stated, at)
    expect(computed).toBe(given)
  })
})
