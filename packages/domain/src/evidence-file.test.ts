import { expect, test } from 'vitest'
import type { Evidence } from './evidence.ts'
import { evidenceFileLengthAtMost, findInstant, parseEvidenceFile, toEvidenceFileJson } from './evidence-file.ts'
import { judgeTrust, type TrustBasis } from './trust-judgement.ts'
import { toTrustJson } from './trust-json.ts'

const at = new Date('2026-11-23T00:00:00Z')

/** What CONTRACT gives as its example. */
const example = {
  author: 'https://host/authors/A1',
  claimed: true,
  version: 1,
  as_of: '2026-11-23T00:00:00Z',
  disputed: false,
  evidence: [
    { kind: 'control.email', issuer: 'this site', observed_at: '2026-01-01T00:00:00Z', expires_at: null, source: 'x' },
    { kind: 'authorship.supported', supported: 3, total: 4, observed_at: '2026-01-01T00:00:00Z', expires_at: null },
  ] as object[],
}

const parse = (change: object): ReturnType<typeof parseEvidenceFile> =>
  parseEvidenceFile(JSON.stringify({ ...example, ...change }))

const withPiece = (change: object): object => ({ evidence: [{ ...example.evidence[0], ...change }] })

test('an export of the shape that is promised is read, and leads to a score', () => {
  const { basis, asOf } = parse({})
  expect(asOf).toEqual(at)
  expect(basis).toMatchObject({ claimed: true, evidence: [{ kind: 'control.email' }, { supported: 3, total: 4 }] })
  expect(judgeTrust(basis, asOf)).toMatchObject({ verification: { level: 2 }, trust: { score: 17, frozen: false } })
})

test('what is exported and read again leads to the same trust, byte for byte, at any instant', () => {
  const observed = { observed_at: '2026-01-01T00:00:00Z', source: '/authors/A1', issuer: 'this site' }
  const evidence: Evidence[] = [
    { kind: 'record.stable-id', ...observed, expires_at: null },
    { kind: 'record.persistent-identifier', ...observed, expires_at: null },
    { kind: 'authorship.supported', ...observed, expires_at: null, supported: 5, total: 7 },
    { kind: 'control.email', ...observed, expires_at: '2026-12-01T00:00:00Z', matches_byline: true },
    { kind: 'control.orcid', ...observed, expires_at: null, independent: true, revoked_at: '2026-11-01T00:00:00Z' },
    { kind: 'control.rel-me', ...observed, expires_at: null, both_ways: true },
    { kind: 'attestation.institution', ...observed, expires_at: null, by: 'email', institution: '00f54p054' },
    { kind: 'attestation.vouch', ...observed, expires_at: null, closes_triangle: true },
    { kind: 'attestation.vouch', ...observed, issuer: '/authors/A2', expires_at: null, closes_triangle: false },
  ]
  const bases: TrustBasis[] = [
    { evidence, claimed: true },
    { evidence, claimed: false },
    { evidence, claimed: true, dispute: { since: new Date('2026-10-01T00:00:00Z'), reason: 'orcid' } },
  ]
  for (const basis of bases) {
    const file = parseEvidenceFile(JSON.stringify(toEvidenceFileJson(basis, 'https://host/authors/A1', at)))
    expect(file.asOf).toEqual(at)
    for (const when of [at, new Date('2026-12-01T00:00:00Z'), new Date('2026-10-15T00:00:00Z')]) {
      const [read, stored] = [judgeTrust(file.basis, when), judgeTrust(basis, when)]
      expect(JSON.stringify(toTrustJson(read.trust))).toBe(JSON.stringify(toTrustJson(stored.trust)))
      expect(read.verification).toEqual(stored.verification)
    }
  }
})

test('a dispute freezes at the instant it says, and at that of the export where it says none', () => {
  expect(parse({ disputed: true, disputed_since: '2026-03-01T00:00:00Z' }).basis.dispute).toEqual({
    since: new Date('2026-03-01T00:00:00Z'),
    reason: 'claim',
  })
  expect(parse({ disputed: true }).basis.dispute?.since).toEqual(at)
  expect(parse({ disputed: false, disputed_since: null }).basis.dispute).toBeUndefined()
})

test('members that are not known are passed over', () => {
  const { basis } = parse({ ...withPiece({ more: { of: 'it' } }), another: 1 })
  expect(Object.keys(basis.evidence[0] ?? {})).toEqual(['kind', 'issuer', 'source', 'observed_at', 'expires_at'])
})

test.each([
  ['claimed', { claimed: 'yes' }, /claimed should be true or false, and is "yes"/],
  ['claimed', { claimed: undefined }, /claimed should be true or false, and is missing/],
  ['version', { version: 2 }, /version should be version 1 of the score, which is what this bzpeer computes, and is 2/],
  ['as_of', { as_of: 'today' }, /as_of should be an instant such as 2026-11-23T00:00:00Z, and is "today"/],
  ['as_of', { as_of: '2026-02-30T00:00:00Z' }, /as_of should be an instant/],
  ['disputed', { disputed: null }, /disputed should be true or false, and is null/],
  ['disputed_since', { disputed_since: 7 }, /disputed_since should be an instant/],
  ['evidence', { evidence: {} }, /evidence should be a list, and is \{\}/],
  ['kind', withPiece({ kind: 'control.magic' }), /evidence\[0\]\.kind should be one of record\.stable-id, /],
  ['kind', withPiece({ kind: '__proto__' }), /evidence\[0\]\.kind should be one of/],
  ['observed_at', withPiece({ observed_at: 'yesterday' }), /evidence\[0\]\.observed_at should be an instant/],
  ['expires_at', withPiece({ expires_at: 0 }), /evidence\[0\]\.expires_at should be an instant .*, and is 0/],
  [
    'issuer',
    withPiece({ issuer: 'x'.repeat(2_001) }),
    /evidence\[0\]\.issuer should be a text of at most 2000 characters/,
  ],
  ['issuer', withPiece({ issuer: undefined }), /evidence\[0\]\.issuer is missing/],
  ['source', withPiece({ source: ['x'] }), /evidence\[0\]\.source should be a text/],
  ['supported', withPiece({ kind: 'authorship.supported', total: 3 }), /evidence\[0\]\.supported is missing/],
  [
    'supported',
    withPiece({ kind: 'authorship.supported', supported: 4, total: 3 }),
    /evidence\[0\]\.supported is 4, which is more than total/,
  ],
  ['total', withPiece({ kind: 'authorship.supported', supported: 1, total: 1.5 }), /total should be a whole number/],
  ['supported', withPiece({ kind: 'authorship.supported', supported: -1, total: 3 }), /supported should be 0 or more/],
  ['by', withPiece({ by: 'magic' }), /evidence\[0\]\.by should be "sign-in" or "email", and is "magic"/],
  ['independent', withPiece({ independent: 1 }), /evidence\[0\]\.independent should be true or false/],
])('%s that is not as it should be is named', (_, change, sentence) => {
  expect(() => parse(change)).toThrow(sentence)
})

test('what is no JSON, no object, or out of all bounds is refused with a sentence', () => {
  expect(() => parseEvidenceFile('{')).toThrow(
    /^This is no exported evidence: it is not JSON\. Mend it, or export it anew/,
  )
  expect(() => parseEvidenceFile('[]')).toThrow(/it should be an object, and is \[\]/)
  expect(() => parseEvidenceFile('null')).toThrow(/it should be an object, and is null/)
  expect(() => parseEvidenceFile(' '.repeat(evidenceFileLengthAtMost + 1))).toThrow(/longer than 8 MiB/)
  expect(() => parse({ evidence: Array(10_001).fill(example.evidence[0]) })).toThrow(
    /evidence should be at most 10000 pieces of evidence/,
  )
  expect(parse({ evidence: Array(10_000).fill(example.evidence[0]) }).basis.evidence).toHaveLength(10_000)
})

test('an instant is one of ISO 8601 with its offset, or a day, and nothing that is merely like one', () => {
  expect(findInstant('2026-11-23T01:00:00+01:00')).toEqual(at)
  expect(findInstant('2026-11-23')).toEqual(at)
  const others = ['', 'now', '2026', '2026-11', '2026-11-23T00:00:00', '2026-13-01', '2026-02-30', '1', '23.11.2026']
  expect(others.filter((text) => findInstant(text) !== undefined)).toEqual([])
})
