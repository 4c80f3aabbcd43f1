import { describe, expect, test } from 'vitest'
import { makeAppearance, type MadeAppearance } from './made-appearances.test-kit.ts'
import { type OpenByline, type RecordOfPerson, resolveBlock, type Seed } from './resolve-block.ts'
import { sliceBlock } from './slice-block.ts'

function byline(made: MadeAppearance): OpenByline {
  return { kind: 'byline', position: 1, appearance: makeAppearance(made) }
}

function record(
  id: number,
  appearances: readonly MadeAppearance[],
  more: Partial<RecordOfPerson> = {},
): RecordOfPerson {
  const made = { kind: 'record', id, isFounded: false, schemes: [], isDue: true } as const
  return { ...made, appearances: appearances.map(makeAppearance), ...more }
}

const common = { namesakes: 1.2, worksUnderName: 250 }
const lu = { name: 'Yang Liu', coauthors: ['Qun Liu', 'Shouxun Lin'], affiliation: 'ICT, Chinese Academy', ...common }
const shriberg = { name: 'Yang Liu', coauthors: ['Elizabeth Shriberg'], affiliation: 'ICSI, Berkeley', ...common }

/** Works whose names went together. */
function groupsOf(seeds: readonly Seed[]): number[][] {
  const { joined, founded } = resolveBlock(seeds)
  return [...joined.map(({ bylines }) => bylines), ...founded]
    .map((bylines) => bylines.map(({ byline: { appearance } }) => appearance.workId).toSorted((a, b) => a - b))
    .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

describe('names without a record', () => {
  test('that few people bear are one person’s, also abbreviated', () => {
    const names = ['Stephen G. Eick', 'S.G. Eick', 'Stephen Eick']
    expect(groupsOf(names.map((name, at) => byline({ name, work: at + 1, coauthors: ['Joseph L. Steffen'] })))).toEqual(
      [[1, 2, 3]],
    )
  })

  test('that many people bear are told apart by whom they write with and where', () => {
    const seeds = [
      byline({ work: 1, ...lu }),
      byline({ work: 2, ...shriberg }),
      byline({ work: 3, ...lu }),
      byline({ work: 4, ...shriberg }),
    ]
    expect(groupsOf(seeds)).toEqual([
      [1, 3],
      [2, 4],
    ])
  })

  test('that contradict each other are never one person’s, whatever else is alike', () => {
    const alike = {
      coauthors: ['Ada Lovelace', 'Charles Babbage'],
      affiliation: 'Analytical Society',
      field: 'Engines',
    }
    expect(groupsOf(['Jane Doe', 'John Doe'].map((name, at) => byline({ name, work: at + 1, ...alike })))).toEqual([
      [1],
      [2],
    ])
  })

  test('on one byline are two people’s', () => {
    expect(groupsOf([byline({ name: 'Wei Wang', work: 1 }), byline({ name: 'Wei Wang', work: 1 })])).toHaveLength(2)
  })

  test('with different iDs are two people’s, with the same iD one person’s', () => {
    const [one, other] = ['0000-0001', '0000-0002']
    expect(groupsOf([one, other].map((orcid, at) => byline({ name: 'Ada Byron', work: at + 1, orcid })))).toHaveLength(
      2,
    )
    expect(groupsOf([one, one].map((orcid, at) => byline({ work: at + 1, ...lu, coauthors: [], orcid })))).toHaveLength(
      1,
    )
  })

  test('go to the record they belong to, with how sure that is', () => {
    const { joined, founded } = resolveBlock([record(7, [{ work: 1, ...lu }]), byline({ work: 2, ...lu })])
    expect(founded).toEqual([])
    expect(joined).toMatchObject([{ authorId: 7, bylines: [{ byline: { appearance: { workId: 2 } } }] }])
    expect(joined[0]?.bylines[0]?.confidence).toBeGreaterThan(0.9)
    expect(joined[0]?.bylines[0]?.evidence).toContainEqual(['coauthor-shared', 1])
  })
})

describe('records', () => {
  const alike = { name: 'Miriah Meyer', coauthors: ['Tamara Munzner'], affiliation: 'University of Utah' }

  test('of sources are proposed to people, and not joined, however alike', () => {
    const decisions = resolveBlock([
      record(1, [{ work: 1, ...alike }], { schemes: ['openreview'] }),
      record(2, [{ work: 2, ...alike }], { schemes: ['vispubdata'] }),
      byline({ work: 3, ...alike }),
    ])
    expect(decisions.candidates).toMatchObject([{ ids: [1, 2] }])
    expect(decisions.merged).toEqual([])
    expect(decisions.joined.map(({ bylines }) => bylines)).toHaveLength(1)
  })

  test('that one source tells apart are less likely one person’s', () => {
    const chanceOf = (schemes: string[][]): number =>
      resolveBlock(schemes.map((of, at) => record(at + 1, [{ work: at + 1, ...alike }], { schemes: of }))).candidates[0]
        ?.confidence ?? 0
    expect(chanceOf([['openreview'], ['openreview']])).toBeLessThan(chanceOf([['openreview'], ['acl']]))
  })

  test('with different iDs are not even proposed', () => {
    const orcids = ['0000-0001', '0000-0002']
    expect(
      resolveBlock(orcids.map((orcid, at) => record(at + 1, [{ work: at + 1, ...alike, orcid }]))).candidates,
    ).toEqual([])
  })

  test('that this site made give way to the record they turn out to be', () => {
    const { merged, candidates } = resolveBlock([
      record(1_000_000_000_000_001, [{ work: 1, ...alike }], { isFounded: true }),
      record(2, [{ work: 2, ...alike }]),
    ])
    expect(merged).toMatchObject([{ id: 1_000_000_000_000_001, intoId: 2 }])
    expect(candidates).toEqual([])
  })

  test('that were compared before are not compared again', () => {
    const settled = [1, 2].map((id) => record(id, [{ work: id, ...alike }], { isDue: false }))
    expect(resolveBlock(settled).candidates).toEqual([])
  })
})

test('a block of any size is cut into parts of bounded size, equal names together', () => {
  const names = Array.from({ length: 4_500 }, (_, at) => byline({ name: `Name${at % 3} Wang`, work: at + 1 }))
  const parts = sliceBlock(names)
  expect(parts.map((part) => part.length)).toEqual([2_000, 2_000, 500])
  expect(new Set(parts[0]?.map((seed) => seed.kind === 'byline' && seed.appearance.name.key)).size).toBe(2)
})
