import { expect, test } from 'vitest'
import type { Evidence } from './evidence.ts'
import { type Bucket, type EvidenceKind, evidenceRules } from './evidence-rules.ts'
import { judgeTrust } from './trust-judgement.ts'
import { type Band, computeTrust, type TrustQuestion, wilsonLowerBound } from './trust.ts'

const at = new Date('2026-11-23T00:00:00Z')

/** One statement that counts at the instant asked about, unless told otherwise. */
function piece(kind: EvidenceKind, more: Partial<Evidence> = {}): Evidence {
  return {
    kind,
    issuer: 'openalex.org',
    observed_at: '2026-01-01T00:00:00Z',
    expires_at: null,
    source: 'openalex.org/A1',
    ...more,
  }
}

function supported(count: number, total: number, more: Partial<Evidence> = {}): Evidence {
  return piece('authorship.supported', { supported: count, total, ...more })
}

function trustOf(evidence: readonly Evidence[], more: Partial<TrustQuestion> = {}) {
  return computeTrust({ evidence, at, claimed: true, level: 5, ...more })
}

const kinds = Object.keys(evidenceRules) as EvidenceKind[]
const kindsOf = (bucket: Bucket): EvidenceKind[] => kinds.filter((kind) => evidenceRules[kind].bucket === bucket)

// PRODUCT.md, "Trust score, version 1".
const table: readonly (readonly [EvidenceKind, Bucket, number])[] = [
  ['record.stable-id', 'record', 3],
  ['record.persistent-identifier', 'record', 3],
  ['record.topic', 'record', 2],
  ['record.close-collaborator', 'record', 3],
  ['record.affiliation-ror', 'record', 4],
  ['record.duplicates-clear', 'record', 5],
  ['control.email', 'control', 10],
  ['control.orcid', 'control', 15],
  ['control.rel-me', 'control', 10],
  ['attestation.institution', 'attestation', 10],
  ['attestation.organisation', 'attestation', 10],
  ['attestation.vouch', 'attestation', 5],
]

test.each(table)('%s alone is worth its points, in its bucket', (kind, bucket, points) => {
  const trust = trustOf([piece(kind)])
  expect(trust.score).toBe(points)
  expect(trust.buckets).toEqual({ record: 0, control: 0, authorship: 0, attestation: 0, [bucket]: points })
  expect(trust.evidence).toEqual([{ ...piece(kind), bucket, points }])
})

test('version 1 knows the thirteen kinds of its table and no other', () => {
  expect(kinds.toSorted()).toEqual([...table.map(([kind]) => kind), 'authorship.supported'].toSorted())
  expect(trustOf([]).version).toBe(1)
})

test('a bucket goes no further than its cap', () => {
  expect(trustOf(kindsOf('record').map((kind) => piece(kind))).buckets.record).toBe(20)
  expect(trustOf(kindsOf('control').map((kind) => piece(kind))).buckets.control).toBe(35)
  const attested = [
    ...kindsOf('attestation').map((kind) => piece(kind)),
    piece('attestation.vouch', { issuer: 'other' }),
  ]
  expect(trustOf(attested).buckets.attestation).toBe(20)
  expect(trustOf([supported(1_000_000, 1_000_000)]).buckets.authorship).toBeCloseTo(25, 3)
  expect(trustOf([supported(9, 3)]).buckets.authorship).toBeLessThan(25)
})

test('one of each kind counts, however often it was stated', () => {
  for (const [kind, , points] of table) {
    const often = ['a', 'b', 'c', 'd'].map((issuer) => piece(kind, { issuer }))
    const counting = kind === 'attestation.vouch' ? 2 : 1
    expect(trustOf(often).score).toBe(points * counting)
    expect(trustOf(often).evidence).toHaveLength(counting)
  }
})

test('at most two vouches count, and one that closes a triangle counts nothing', () => {
  const vouch = (issuer: string, closes = false) => piece('attestation.vouch', { issuer, closes_triangle: closes })
  expect(trustOf([vouch('A2')]).score).toBe(5)
  expect(trustOf([vouch('A2'), vouch('A3')]).score).toBe(10)
  expect(trustOf([vouch('A2'), vouch('A3'), vouch('A4')]).score).toBe(10)
  expect(trustOf([vouch('A2', true)])).toMatchObject({ score: 0, evidence: [] })
  expect(trustOf([vouch('A2', true), vouch('A3', true), vouch('A4')]).score).toBe(5)
})

test('who vouches again renews a vouch, and adds no second one', () => {
  const vouch = (issuer: string, observed_at: string) => piece('attestation.vouch', { issuer, observed_at })
  const [older, newer] = [vouch('A2', '2025-01-01T00:00:00Z'), vouch('A2', '2026-01-01T00:00:00Z')]
  expect(trustOf([older, newer])).toEqual(trustOf([newer]))
  expect(trustOf([older, newer, vouch('A3', '2024-01-01T00:00:00Z')]).score).toBe(10)
})

test('evidence that was taken back counts until that very instant', () => {
  const revoked = piece('control.email', { revoked_at: '2026-11-23T00:00:00Z' })
  expect(trustOf([revoked], { at: new Date('2026-11-22T23:59:59.999Z') }).score).toBe(10)
  expect(trustOf([revoked]).score).toBe(0)
  expect(trustOf([revoked], { disputedSince: new Date('2026-11-22T00:00:00Z') }).score).toBe(10)
})

test('works without support count nothing and are no evidence, and tell what their support would bring', () => {
  const trust = trustOf([...arjun, supported(0, 1), ...kindsOf('control').map((kind) => piece(kind))])
  expect(trust.evidence.map(({ kind }) => kind)).not.toContain('authorship.supported')
  const full = kinds.filter((kind) => kind !== 'authorship.supported').map((kind) => piece(kind))
  expect(trustOf([...full, supported(0, 1)]).raise[0]).toMatchObject({ kind: 'authorship.supported', points: 5 })
  expect(trustOf([...full, supported(1, 1)]).score - trustOf([...full, supported(0, 1)]).score).toBe(5)
})

test('the ways up of an owner are in the order of what they cost, and of equal cost the one that brings more', () => {
  expect(trustOf([]).raise.map(({ kind }) => kind)).toEqual([
    'control.email',
    'record.affiliation-ror',
    'control.orcid',
  ])
  for (const { claimed, evidence } of [
    { claimed: true, evidence: arjun },
    { claimed: false, evidence: [] },
  ]) {
    const all = trustOf(evidence, { claimed, level: 1 }).raise
    const costs = all.map(({ kind }) => evidenceRules[kind].minutes)
    expect(all).toHaveLength(3)
    if (claimed) expect(costs).toEqual(costs.toSorted((a, b) => a - b))
  }
})

test('a way up that begins with a claim says so where there is none yet', () => {
  const howOf = (claimed: boolean) =>
    trustOf(arjun, { claimed, level: 1 }).raise.find(({ kind }) => kind === 'control.email')
  expect(howOf(false)?.how).toBe('Claim the record and confirm an email address.')
  expect(howOf(true)?.how).toBe('Confirm an email address.')
})

test('everything there is adds up to a hundred at most', () => {
  const all = [
    ...kinds.map((kind) => piece(kind, { supported: 1e9, total: 1e9 })),
    piece('attestation.vouch', { issuer: 'x' }),
  ]
  expect(trustOf(all).score).toBe(99)
  expect(trustOf(all).band).toBe('Strongly verified')
})

test('evidence counts until the very instant at which it expires, and not at it', () => {
  const email = piece('control.email', { expires_at: '2026-11-23T00:00:00Z' })
  expect(trustOf([email], { at: new Date('2026-11-22T23:59:59.999Z') }).score).toBe(10)
  expect(trustOf([email]).score).toBe(0)
  expect(trustOf([email]).evidence).toEqual([])
})

test('evidence counts from the very instant at which it was observed, and not before', () => {
  const email = piece('control.email', { observed_at: '2026-11-23T00:00:00Z' })
  expect(trustOf([email]).score).toBe(10)
  expect(trustOf([email], { at: new Date('2026-11-22T23:59:59.999Z') }).score).toBe(0)
})

test('an instant that cannot be read makes evidence count nothing', () => {
  expect(trustOf([piece('control.email', { observed_at: 'yesterday' })]).score).toBe(0)
  expect(trustOf([piece('control.email', { expires_at: 'never' })]).score).toBe(0)
})

test('instants are compared as instants, however their offset is written', () => {
  const expired = supported(10, 10, { observed_at: '2026-11-22T23:30:00Z' })
  const later = supported(0, 10, { observed_at: '2026-11-22T23:00:00-00:45' })
  expect(trustOf([expired, later]).score).toBe(0)
})

// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
test.each([
  [81, 263, 0.2553],
  [15, 148, 0.0624],
  [0, 20, 0],
  [1, 29, 0.0061],
])('the lower bound of Wilson’s interval for %i of %i is the published one', (successes, trials, bound) => {
  expect(wilsonLowerBound(successes, trials)).toBeCloseTo(bound, 4)
})

test('the lower bound where all trials succeed is n / (n + z²)', () => {
  for (const n of [1, 2, 5, 40, 1_000]) expect(wilsonLowerBound(n, n)).toBeCloseTo(n / (n + 1.96 ** 2), 12)
})

test('the lower bound lies between nothing and the share itself, and rises with either', () => {
  for (let trials = 1; trials <= 60; trials++) {
    for (let successes = 0; successes <= trials; successes++) {
      const bound = wilsonLowerBound(successes, trials)
      expect(bound).toBeGreaterThanOrEqual(0)
      expect(bound).toBeLessThanOrEqual(successes / trials)
      if (successes > 0) expect(bound).toBeGreaterThan(wilsonLowerBound(successes - 1, trials))
      if (successes > 0) expect(wilsonLowerBound(2 * successes, 2 * trials)).toBeGreaterThan(bound)
    }
  }
})

test('no trial, or fewer than none, gives no support', () => {
  for (const [successes, trials] of [
    [0, 0],
    [3, 0],
    [3, -1],
    [-3, 10],
  ] as const) {
    expect(wilsonLowerBound(successes, trials)).toBe(0)
  }
  expect(trustOf([piece('authorship.supported')]).score).toBe(0)
})

test('supported works add the lower bound times 25', () => {
  expect(trustOf([supported(3, 4)]).buckets.authorship).toBeCloseTo(25 * wilsonLowerBound(3, 4), 12)
  expect(trustOf([supported(3, 4)]).score).toBe(7)
  expect(trustOf([supported(10, 10)]).score).toBe(18)
})

test('the sum is rounded down once, at the end', () => {
  const half = trustOf([supported(1, 1)])
  expect(half.evidence[0]?.points).toBeCloseTo(5.1636, 4)
  expect(half.buckets.authorship).toBeCloseTo(5.1636, 4)
  expect(half.score).toBe(5)
  // 1.97 + 23: rounded in between, or to the nearest, it would be another number.
  expect(
    trustOf([
      supported(5, 28),
      ...['control.orcid', 'record.duplicates-clear', 'record.stable-id'].map((kind) => piece(kind as EvidenceKind)),
    ]),
  ).toMatchObject({ score: 24, band: 'Unverified' })
})

test('the latest count of supported works is the one that counts, be it higher or lower', () => {
  const older = supported(4, 4, { observed_at: '2026-01-01T00:00:00Z' })
  const newer = supported(1, 4, { observed_at: '2026-06-01T00:00:00Z' })
  expect(trustOf([older, newer])).toEqual(trustOf([newer]))
  expect(trustOf([older, newer], { at: new Date('2026-03-01T00:00:00Z') }).evidence[0]?.supported).toBe(4)
})

test('where a proof was renewed, the renewal is the one shown', () => {
  const first = piece('control.orcid', { observed_at: '2024-05-01T00:00:00Z', expires_at: '2027-05-01T00:00:00Z' })
  const renewed = piece('control.orcid', { observed_at: '2026-05-01T00:00:00Z', expires_at: '2029-05-01T00:00:00Z' })
  expect(trustOf([first, renewed]).evidence.map(({ expires_at }) => expires_at)).toEqual(['2029-05-01T00:00:00Z'])
})

test('an unclaimed record has at most 20, and a claim lifts that', () => {
  const evidence = [...kindsOf('record').map((kind) => piece(kind)), supported(10, 10)]
  expect(trustOf(evidence, { claimed: false, level: 1 }).score).toBe(20)
  expect(trustOf(evidence, { claimed: true, level: 2 }).score).toBe(38)
})

/** Evidence whose points add up to exactly this much. */
const adding: Readonly<Record<number, readonly EvidenceKind[]>> = {
  24: ['control.orcid', 'record.duplicates-clear', 'record.affiliation-ror'],
  25: ['control.orcid', 'control.email'],
  49: ['control.orcid', 'control.email', 'control.rel-me', 'record.affiliation-ror', 'attestation.institution'],
  50: ['control.orcid', 'control.email', 'control.rel-me', 'record.duplicates-clear', 'attestation.institution'],
  73: [
    'control.orcid',
    'control.email',
    'control.rel-me',
    'attestation.institution',
    'attestation.organisation',
    'record.duplicates-clear',
    'record.affiliation-ror',
    'record.stable-id',
    'record.persistent-identifier',
    'record.close-collaborator',
  ],
}

test.each<[number, Band]>([
  [24, 'Unverified'],
  [25, 'Emerging'],
  [49, 'Emerging'],
  [50, 'Verified'],
])('a score of %i reads %s', (score, band) => {
  const trust = trustOf((adding[score] ?? []).map((kind) => piece(kind)))
  expect([trust.score, trust.band]).toEqual([score, band])
})

test('a score of 74 reads Verified even where little is missing to 75', () => {
  const evidence = (adding[73] ?? []).map((kind) => piece(kind))
  expect(trustOf(evidence).score).toBe(73)
  const nearly = trustOf([...evidence, supported(5, 28)])
  expect(nearly.buckets.authorship).toBeGreaterThan(1.9)
  expect([nearly.score, nearly.band]).toEqual([74, 'Verified'])
  expect(trustOf([...evidence, piece('record.topic')])).toMatchObject({ score: 75, band: 'Strongly verified' })
})

test('levels L0 and L1 are always Unverified, whatever the sum', () => {
  const all = kinds.map((kind) => piece(kind, { supported: 50, total: 50 }))
  const bands = ([0, 1, 2, 3, 4, 5] as const).map((level) => trustOf(all, { level }).band)
  expect(bands).toEqual([
    'Unverified',
    'Unverified',
    'Strongly verified',
    'Strongly verified',
    'Strongly verified',
    'Strongly verified',
  ])
})

test('a dispute freezes the score at what it was when the dispute was opened, and says so', () => {
  const evidence = [
    piece('control.email', { expires_at: '2026-08-01T00:00:00Z' }),
    piece('record.stable-id'),
    piece('control.orcid', { observed_at: '2026-09-01T00:00:00Z' }),
  ]
  const disputedSince = new Date('2026-07-01T00:00:00Z')
  expect(trustOf(evidence)).toMatchObject({ score: 18, frozen: false })
  expect(trustOf(evidence, { disputedSince })).toMatchObject({ score: 13, frozen: true, raise: [] })
  for (const later of ['2026-07-01T00:00:00Z', '2027-01-01T00:00:00Z', '2099-01-01T00:00:00Z']) {
    expect(trustOf(evidence, { disputedSince, at: new Date(later) })).toEqual(trustOf(evidence, { disputedSince }))
  }
})

test('asked about an instant before the dispute, the score is as it was then, and not frozen', () => {
  const disputedSince = new Date('2026-07-01T00:00:00Z')
  const before = new Date('2026-06-30T00:00:00Z')
  const evidence = [piece('control.email')]
  expect(trustOf(evidence, { disputedSince, at: before })).toEqual(trustOf(evidence, { at: before }))
})

test('the order in which evidence is given changes nothing', () => {
  const evidence = [
    ...kinds.map((kind) => piece(kind, { supported: 2, total: 3 })),
    ...kinds.map((kind) => piece(kind, { supported: 3, total: 3, issuer: 'b' })),
    ...kinds.map((kind) => piece(kind, { supported: 3, total: 3, issuer: 'a', expires_at: '2030-01-01T00:00:00Z' })),
    piece('attestation.vouch', { issuer: 'ä' }),
    piece('attestation.vouch', { issuer: 'Z', closes_triangle: true }),
    supported(1, 3, { observed_at: '2026-02-01T00:00:00Z' }),
  ]
  const expected = trustOf(evidence)
  for (let seed = 1; seed <= 200; seed++) {
    // Sorted by the remainders of a multiplication: another order for every seed.
    const shuffled = evidence
      .map((each, index) => ({ each, rank: ((index + 1) * (seed * 7919)) % 1009 }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ each }) => each)
    expect(trustOf(shuffled)).toEqual(expected)
  }
})

test('evidence is read, never changed', () => {
  const evidence = kinds.map((kind) => Object.freeze(piece(kind)))
  expect(() => trustOf(Object.freeze(evidence) as Evidence[])).not.toThrow()
})

/** The record of Arjun Desai as the sample gives it. */
const arjun = [
  piece('record.stable-id'),
  piece('record.persistent-identifier'),
  piece('record.topic'),
  piece('record.close-collaborator'),
]

test('the reference record has 11 points, Unverified, at L1', () => {
  const { verification, trust } = judgeTrust({ evidence: arjun, claimed: false }, at)
  expect(verification).toEqual({ level: 1, name: 'indexed', proofs: [], lapsed: [] })
  expect(trust).toMatchObject({ version: 1, score: 11, band: 'Unverified', frozen: false })
  expect(trust.evidence.map(({ points }) => points)).toEqual([3, 3, 2, 3])
})

test('three ways up are named, those first that cost least: before a claim, what needs none', () => {
  expect(computeTrust({ evidence: arjun, at, claimed: false, level: 1 }).raise).toEqual([
    {
      kind: 'record.affiliation-ror',
      points: 4,
      how: expect.stringContaining('Research Organization Registry') as string,
    },
    { kind: 'record.duplicates-clear', points: 5, how: expect.stringContaining('duplicate check') as string },
    { kind: 'control.email', points: 10, how: expect.stringContaining('Claim the record') as string },
  ])
})

test('a way up that a cap has closed is not named', () => {
  const attested = [piece('attestation.institution'), piece('attestation.organisation')]
  const record = kindsOf('record').map((kind) => piece(kind))
  const control = kindsOf('control').map((kind) => piece(kind))
  const full = [...record, ...control, ...attested]
  expect(trustOf(full).raise.map(({ kind }) => kind)).toEqual(['authorship.supported'])
  const half = [
    ...record,
    ...control,
    attested[0] ?? piece('record.topic'),
    piece('attestation.vouch'),
    supported(4, 4),
  ]
  expect(trustOf(half).raise).toMatchObject([{ kind: 'attestation.vouch', points: 5 }])
})

test('what nothing here collects counts where it is given, and is no way up', () => {
  const others = kinds.filter(
    (kind) => kind !== 'attestation.organisation' && evidenceRules[kind].bucket !== 'attestation',
  )
  expect(trustOf(others.map((kind) => piece(kind))).raise.map(({ kind }) => kind)).not.toContain(
    'attestation.organisation',
  )
  expect(trustOf([piece('attestation.organisation')]).score).toBe(10)
})

test('an unclaimed record that has its 20 points is told to begin with a claim', () => {
  const evidence = [piece('record.stable-id'), piece('record.persistent-identifier'), supported(40, 40)]
  const trust = trustOf(evidence, { claimed: false, level: 1 })
  expect(trust.score).toBe(20)
  expect(trust.raise.map(({ kind }) => kind)).toEqual(['control.email', 'control.orcid', 'attestation.institution'])
})

test('what a way up promises is what it brings', () => {
  const bases = [arjun, [], [supported(1, 3)], [...arjun, supported(2, 9), piece('control.orcid')]]
  for (const base of bases) {
    const before = trustOf(base)
    expect(before.raise.length).toBeGreaterThan(0)
    for (const { kind, points } of before.raise) {
      expect(trustOf([...base, piece(kind, { issuer: 'new' })]).score - before.score).toBe(points)
    }
  }
})

test('confirming works promises no more than the confirmation of all of them brings', () => {
  const rest = kinds.filter((kind) => kind !== 'authorship.supported').map((kind) => piece(kind))
  const [raise] = trustOf([...rest, supported(1, 4)]).raise
  const confirmed = trustOf([...rest, supported(4, 4)]).score
  expect(raise).toMatchObject({
    kind: 'authorship.supported',
    points: confirmed - trustOf([...rest, supported(1, 4)]).score,
  })
  expect(trustOf([...rest, supported(4, 4), piece('attestation.vouch', { issuer: 'b' })]).raise).toEqual([])
})
