import { expect, test } from 'vitest'
import { recordEvidence, type RecordFacts } from './record-evidence.ts'

const bare: RecordFacts = {
  authorId: 'A1',
  source: 'openalex.org',
  observedAt: '2026-01-01T00:00:00Z',
  identifiedBy: null,
  topic: null,
  closeCollaborator: null,
  ror: null,
  works: 0,
  supportedWorks: 0,
  duplicatesCheckedAt: null,
  hasOpenCandidates: false,
}

test('a record alone is evidence of a stable id, stated by its source', () => {
  expect(recordEvidence(bare)).toEqual([
    {
      kind: 'record.stable-id',
      issuer: 'openalex.org',
      observed_at: '2026-01-01T00:00:00Z',
      expires_at: null,
      source: 'openalex.org/A1',
    },
  ])
})

test('each fact of the record is one piece of evidence, which says where it can be checked', () => {
  const evidence = recordEvidence({
    ...bare,
    identifiedBy: 'arxiv:2204.00595',
    topic: '/topics/T1',
    closeCollaborator: '/authors/A2',
    ror: '00f54p054',
  })
  expect(evidence.slice(1).map(({ kind, issuer, source }) => [kind, issuer, source])).toEqual([
    ['record.persistent-identifier', 'this site', 'arxiv:2204.00595'],
    ['record.topic', 'this site', '/topics/T1'],
    ['record.close-collaborator', 'this site', '/authors/A2'],
    ['record.affiliation-ror', 'this site', 'https://ror.org/00f54p054'],
  ])
  for (const piece of evidence) expect(piece).toMatchObject({ observed_at: bare.observedAt, expires_at: null })
})

test('how many works have support is evidence also where none has, for it says what there is to gain', () => {
  const [, support] = recordEvidence({ ...bare, works: 3 })
  expect(support).toMatchObject({ kind: 'authorship.supported', supported: 0, total: 3, source: '/authors/A1' })
  expect(recordEvidence({ ...bare, works: 3, supportedWorks: 2 })[1]).toMatchObject({ supported: 2, total: 3 })
  expect(recordEvidence({ ...bare, works: 3, supportedWorks: 9 })[1]).toMatchObject({ supported: 3, total: 3 })
})

test('a duplicate check is evidence from when it was run, and none while a candidate is open or it was never run', () => {
  const checked = { ...bare, duplicatesCheckedAt: '2026-05-01T00:00:00Z' }
  expect(recordEvidence(checked)[1]).toMatchObject({
    kind: 'record.duplicates-clear',
    observed_at: '2026-05-01T00:00:00Z',
    source: '/authors/A1',
  })
  expect(recordEvidence({ ...checked, hasOpenCandidates: true })).toHaveLength(1)
  expect(recordEvidence({ ...bare, hasOpenCandidates: false })).toHaveLength(1)
})
