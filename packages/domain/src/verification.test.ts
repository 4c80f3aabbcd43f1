import { expect, test } from 'vitest'
import type { Evidence } from './evidence.ts'
import { type EvidenceKind, evidenceRules } from './evidence-rules.ts'
import { levelNames, type VerificationQuestion, verify } from './verification.ts'

const at = new Date('2026-11-23T00:00:00Z')
const justBefore = new Date('2026-11-22T23:59:59.999Z')

function piece(kind: EvidenceKind, more: Partial<Evidence> = {}): Evidence {
  const dated = { observed_at: '2026-01-01T00:00:00Z', expires_at: null }
  return { kind, issuer: 'openalex.org', source: 'openalex.org/A1', ...dated, ...more }
}

const kinds = Object.keys(evidenceRules) as EvidenceKind[]
const [id, work] = [piece('record.stable-id'), piece('record.persistent-identifier')]
const email = piece('control.email')
const owned = [id, work, email]
const linked = piece('control.orcid', { independent: true })
const byEmail = piece('attestation.institution', { by: 'email', institution: '00f54p054' })
const vouch = (issuer: string, more: Partial<Evidence> = {}) => piece('attestation.vouch', { issuer, ...more })

function levelOf(evidence: readonly Evidence[], more: Partial<VerificationQuestion> = {}): number {
  return verify({ evidence, at, claimed: true, ...more }).level
}

test('a record nobody has claimed is L1 with a stable id and a work that can be found, and L0 without either', () => {
  const unclaimed = (...evidence: Evidence[]): number => levelOf(evidence, { claimed: false })
  expect(unclaimed(id, work)).toBe(1)
  expect(unclaimed(id)).toBe(0)
  expect(unclaimed(work)).toBe(0)
  expect(unclaimed()).toBe(0)
  expect(unclaimed(id, { ...work, expires_at: '2026-11-23T00:00:00Z' })).toBe(0)
  expect(verify({ evidence: [id], at, claimed: false }).name).toBe('name only')
  expect(levelNames).toEqual(['name only', 'indexed', 'claimed', 'linked', 'attested', 'multiply attested'])
})

test('nothing but a claim takes a record beyond L1', () => {
  const everything = kinds.map((kind) => piece(kind, { independent: true, both_ways: true, matches_byline: true }))
  expect(levelOf(everything, { claimed: false })).toBe(1)
  expect(verify({ evidence: everything, at, claimed: false })).toMatchObject({ proofs: [], lapsed: [] })
})

test('L2 takes an accepted claim and a confirmed email, and lasts as long as both', () => {
  expect(levelOf(owned)).toBe(2)
  expect(levelOf([id, work])).toBe(1)
  expect(levelOf(owned, { claimed: false })).toBe(1)
  expect(levelOf([email])).toBe(2)
  const lapsing = [id, work, { ...email, expires_at: '2026-11-23T00:00:00Z' }]
  expect(levelOf(lapsing, { at: justBefore })).toBe(2)
  expect(levelOf(lapsing)).toBe(1)
  const confirmedNow = [id, work, { ...email, observed_at: '2026-11-23T00:00:00Z' }]
  expect(levelOf(confirmedNow)).toBe(2)
  expect(levelOf(confirmedNow, { at: justBefore })).toBe(1)
})

test('ORCID alone never takes a record to L3, for an iD can be created by anyone', () => {
  expect(levelOf([...owned, piece('control.orcid')])).toBe(2)
  expect(levelOf([...owned, piece('control.orcid', { independent: false })])).toBe(2)
  expect(levelOf([...owned, linked])).toBe(3)
  expect(levelOf([id, work, linked])).toBe(1)
})

test('an email equal to a byline’s, or a home page that links back and forth, takes a record to L3', () => {
  expect(levelOf([id, work, piece('control.email', { matches_byline: true })])).toBe(3)
  expect(levelOf([...owned, piece('control.rel-me', { both_ways: true })])).toBe(3)
  expect(levelOf([...owned, piece('control.rel-me')])).toBe(2)
})

test('what proves one level by one kind proves nothing by another', () => {
  expect(levelOf([...owned, piece('control.rel-me', { independent: true, matches_byline: true })])).toBe(2)
  expect(levelOf([...owned, piece('control.orcid', { both_ways: true, matches_byline: true })])).toBe(2)
})

test('an institution, or two vouches of two co-authors, take a record to L4', () => {
  expect(levelOf([...owned, byEmail])).toBe(4)
  expect(levelOf([...owned, piece('attestation.institution', { by: 'sign-in' })])).toBe(4)
  expect(levelOf([...owned, vouch('A2'), vouch('A3')])).toBe(4)
  expect(levelOf([...owned, vouch('A2')])).toBe(2)
  expect(levelOf([...owned, vouch('A2'), vouch('A2', { source: 'again' })])).toBe(2)
  expect(levelOf([...owned, vouch('A2'), vouch('A3', { closes_triangle: true })])).toBe(2)
  expect(levelOf([...owned, piece('attestation.organisation')])).toBe(2)
})

test('two kinds of proof from two places take a record to L5, and one institution is one place', () => {
  const signIn = (institution: string) => piece('attestation.institution', { by: 'sign-in', institution })
  expect(levelOf([...owned, byEmail, signIn('021nxhr62')])).toBe(5)
  expect(levelOf([...owned, byEmail, signIn('00f54p054')])).toBe(4)
  expect(levelOf([...owned, byEmail, { ...byEmail, institution: '021nxhr62' }])).toBe(4)
  expect(levelOf([...owned, byEmail, vouch('A2'), vouch('A3')])).toBe(5)
})

test('every level can be reached without an institution: four co-authors are two pairs', () => {
  const vouches = ['A2', 'A3', 'A4', 'A5'].map((issuer) => vouch(issuer))
  expect(levelOf([...owned, ...vouches.slice(1)])).toBe(4)
  expect(levelOf([...owned, ...vouches])).toBe(5)
})

test('L5 takes a proof renewed within 24 months to the millisecond', () => {
  const old = vouch('A2', { observed_at: '2020-01-01T00:00:00Z' })
  const proofs = (observed_at: string) => [...owned, old, { ...old, issuer: 'A3' }, { ...byEmail, observed_at }]
  expect(levelOf(proofs('2024-11-23T00:00:00Z'))).toBe(5)
  expect(levelOf(proofs('2024-11-22T23:59:59.999Z'))).toBe(4)
  const vouchedAnew = { ...old, observed_at: '2026-10-01T00:00:00Z' }
  expect(levelOf([...proofs('2020-01-01T00:00:00Z'), vouchedAnew])).toBe(4)
  expect(levelOf([...proofs('2020-01-01T00:00:00Z'), vouchedAnew, { ...vouchedAnew, issuer: 'A3' }])).toBe(5)
})

test('an open dispute takes L5 away, and lets a level fall but never rise', () => {
  const proofs = [...owned, byEmail, vouch('A2'), vouch('A3')]
  const disputedSince = new Date('2026-06-01T00:00:00Z')
  expect(levelOf(proofs, { disputedSince })).toBe(4)
  expect(levelOf(proofs, { disputedSince, at: new Date('2026-05-31T23:59:59.999Z') })).toBe(5)
  expect(levelOf([...owned, { ...linked, observed_at: '2026-07-01T00:00:00Z' }], { disputedSince })).toBe(2)
  expect(levelOf([...owned, { ...linked, expires_at: '2026-07-01T00:00:00Z' }], { disputedSince })).toBe(2)
  expect(levelOf([...owned, { ...linked, revoked_at: '2026-07-01T00:00:00Z' }], { disputedSince })).toBe(2)
})

test('the level says what it rests on, of each kind the latest proof, and since when and until when', () => {
  const renewed = { ...linked, observed_at: '2026-03-01T00:00:00Z', expires_at: '2029-03-01T00:00:00Z' }
  expect(verify({ evidence: [...owned, linked, renewed, piece('control.rel-me')], at, claimed: true }).proofs).toEqual([
    { kind: 'control.email', level: 2, since: '2026-01-01T00:00:00Z', until: null },
    { kind: 'control.orcid', level: 3, since: '2026-03-01T00:00:00Z', until: '2029-03-01T00:00:00Z' },
  ])
})

test('a proof that has lapsed says until when it stood, unless it was renewed or taken back', () => {
  const until = '2026-11-23T00:00:00Z'
  const lapsed = { ...linked, expires_at: until }
  const lapsedOf = (evidence: readonly Evidence[], when = at) => verify({ evidence, at: when, claimed: true }).lapsed
  expect(lapsedOf([...owned, lapsed])).toEqual([{ kind: 'control.orcid', until }])
  expect(lapsedOf([...owned, lapsed], justBefore)).toEqual([])
  expect(lapsedOf([...owned, lapsed, { ...linked, observed_at: '2026-10-01T00:00:00Z' }])).toEqual([])
  expect(lapsedOf([...owned, { ...lapsed, revoked_at: '2026-10-01T00:00:00Z' }])).toEqual([])
  expect(lapsedOf([...owned, { ...lapsed, independent: false }])).toEqual([])
  expect(lapsedOf([...owned, lapsed, { ...lapsed, expires_at: '2025-01-01T00:00:00Z' }])).toEqual([
    { kind: 'control.orcid', until },
  ])
  expect(lapsedOf([id, work, { ...email, expires_at: until }])).toEqual([{ kind: 'control.email', until }])
  expect(verify({ evidence: [...owned, lapsed], at, claimed: false }).lapsed).toEqual([])
})

/** Numbers between 0 and 1 that follow from the seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

test('the order of evidence changes nothing, whatever the evidence', () => {
  const seed = Number(process.env['BZPEER_TEST_SEED'] ?? Date.now() % 1_000_000) + 1
  const random = randomFrom(seed)
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  for (let round = 0; round < 200; round++) {
    const evidence = Array.from({ length: 12 }, () =>
      piece(pick(...kinds), {
        issuer: pick('A2', 'A3', 'A4', 'A5'),
        observed_at: pick('2020-01-01T00:00:00Z', '2025-06-01T00:00:00Z', '2026-07-01T00:00:00Z'),
        expires_at: pick(null, '2026-08-01T00:00:00Z', '2027-01-01T00:00:00Z'),
        independent: pick(true, false),
        both_ways: pick(true, false),
        matches_byline: pick(true, false),
        by: pick('sign-in', 'email'),
        institution: pick('x', 'y'),
      }),
    )
    const disputed = pick({}, { disputedSince: new Date('2026-07-15T00:00:00Z') })
    const shuffled = evidence
      .map((each) => ({ each, rank: random() }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ each }) => each)
    const question = { at, claimed: true, ...disputed }
    expect(verify({ ...question, evidence: shuffled }), `seed ${seed}`).toEqual(verify({ ...question, evidence }))
  }
})
