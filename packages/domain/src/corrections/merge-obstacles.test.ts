import { describe, expect, test } from 'vitest'
import { findIdentityConflict, findMergeObstacle, type MergingRecord } from './merge-obstacles.ts'

const record = (id: number, more: Partial<MergingRecord> = {}): MergingRecord => ({
  id,
  isHidden: false,
  ownerId: null,
  ownerOrcids: [],
  identifiers: [],
  ...more,
})
const withOrcid = (id: number, ...orcids: string[]): MergingRecord =>
  record(id, { identifiers: orcids.map((orcid) => `orcid ${orcid}`) })

describe('two records', () => {
  test('with different identifiers of one scheme are two people', () => {
    expect(findIdentityConflict(withOrcid(1, '0000-1'), withOrcid(2, '0000-2'))).toMatch(
      /^A1 has the ORCID iD 0000-1 and A2 has the ORCID iD 0000-2/,
    )
  })

  test('may be one where they share one of several, or have none of one scheme in common', () => {
    expect(findIdentityConflict(withOrcid(1, '0000-1', '0000-3'), withOrcid(2, '0000-3'))).toBeUndefined()
    expect(findIdentityConflict(withOrcid(1, '0000-1'), record(2, { identifiers: ['dblp 12/3'] }))).toBeUndefined()
    expect(findIdentityConflict(withOrcid(1, '0000-1'), record(2))).toBeUndefined()
  })

  test('are not merged while two accounts own them, or one of them is hidden', () => {
    const [mine, yours] = [record(1, { ownerId: 'a' }), record(2, { ownerId: 'b' })]
    expect(findMergeObstacle(mine, yours)).toMatch(/has to end before/)
    expect(findMergeObstacle(mine, record(2, { ownerId: 'a' }))).toBeUndefined()
    expect(findMergeObstacle(mine, record(2))).toBeUndefined()
    expect(findMergeObstacle(record(1), record(2, { isHidden: true }))).toMatch(/hidden on request/)
  })

  test('are not merged where that gives an owner a record with an iD that they have not shown', () => {
    const owned = record(1, { ownerId: 'a', ownerOrcids: ['0000-3'] })
    for (const pair of [
      [owned, withOrcid(2, '0000-1')],
      [withOrcid(2, '0000-1'), owned],
    ] as const)
      expect(findMergeObstacle(...pair)).toMatch(/^A2 has the ORCID iD 0000-1, and the owner of A1 has not signed in/)
    expect(findMergeObstacle(owned, withOrcid(2, '0000-1', '0000-3'))).toBeUndefined()
    expect(findMergeObstacle(owned, { ...withOrcid(2, '0000-1'), ownerId: 'a' })).toBeUndefined()
    expect(findMergeObstacle({ ...withOrcid(1, '0000-1'), ownerId: 'a' }, withOrcid(2, '0000-1'))).toBeUndefined()
  })
})
