import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeEach, expect, test } from 'vitest'
import { author, institution, type JsonRecord, orcidOf, slot, work } from './made-records.ts'
import { seededRandom, shuffled } from './seeded-random.ts'
import { expectSameState, readState } from './store-state.ts'
import { useStore } from './test-store.ts'

const byline = (authorId: number, orcid: string | null, institutions: readonly JsonRecord[] = []): JsonRecord => ({
  ...slot(authorId),
  author: { id: `https://openalex.org/A${authorId}`, display_name: `Author ${authorId}`, orcid },
  institutions,
})
const workElsewhere = (id: number, more: JsonRecord): JsonRecord => ({
  ...work(id, `Work ${id}`, more),
  id: `https://other.example/W${id}`,
})

describeOnEachDatabase('identifiers that others state', (database) => {
  const it = useStore(database)
  beforeEach(() => it.empty())
  const identifiers = async () => (await readState(it.store)).get('identifiers') ?? []

  const rorId = '00f54p054'
  const uni = (id: number) => institution(id, undefined, { ror: `https://ror.org/${rorId}` })

  test('lead to authors and institutions without a record of their own, with who states them', async () => {
    await it.importLines(
      work(1, 'One', { authorships: [byline(1, orcidOf(1), [uni(1)]), byline(2, null)] }),
      workElsewhere(2, { authorships: [byline(1, orcidOf(1), [uni(1)])] }),
    )
    expect(await identifiers()).toEqual([
      `orcid\t${orcidOf(1)}\t2\t1\topenalex.org`,
      `orcid\t${orcidOf(1)}\t2\t1\tother.example`,
      `ror\t${rorId}\t3\t1\topenalex.org`,
      `ror\t${rorId}\t3\t1\tother.example`,
    ])
  })

  test('give way to what a record of its own says, even nothing, and never come back beside it', async () => {
    const named = work(1, 'One', { authorships: [byline(1, orcidOf(1), [uni(1)]), byline(2, orcidOf(2), [uni(2)])] })
    const own = [
      author(1),
      author(2, 'Own', { orcid: orcidOf(2) }),
      institution(1),
      institution(2, 'Own', { ror: uni(2)['ror'] }),
    ]
    const expected = [`orcid\t${orcidOf(2)}\t2\t2\topenalex.org`, `ror\t${rorId}\t3\t2\topenalex.org`]
    for (const files of [[[named], own], [own, [named]], [[named, ...own]], [[...own, named]]]) {
      const state = await it.stateOf(...files)
      expect(state.get('identifiers')).toEqual(expected)
    }
    await it.importLines(work(3, 'Three', { authorships: [byline(1, orcidOf(3), [uni(1)])] }))
    expect(await identifiers()).toEqual(expected)
  })

  test('of an author are taken back with the byline that stated them', async () => {
    const dated = (day: string, authorships: readonly JsonRecord[]) =>
      work(1, 'One', { authorships, updated_date: `2024-01-${day}` })
    const old = dated('01', [byline(1, orcidOf(1)), byline(2, orcidOf(2))])
    const mended = dated('02', [byline(1, orcidOf(5))])
    for (const files of [[[old], [mended]], [[mended], [old]], [[old, mended]]]) {
      const state = await it.stateOf(...files)
      expect(state.get('identifiers')).toEqual([`orcid\t${orcidOf(5)}\t2\t1\topenalex.org`])
    }
  })

  test('end the same in any order of records and files', async () => {
    const random = seededRandom(23)
    const some = (count: number) => 1 + Math.floor(random() * count)
    const works = Array.from({ length: 60 }, (_, index) => {
      const make = random() < 0.3 ? workElsewhere : (id: number, more: JsonRecord) => work(id, undefined, more)
      return make(index + 1, {
        authorships: Array.from({ length: some(4) }, () => {
          const id = some(12)
          return byline(id, random() < 0.5 ? orcidOf(id + 100 * some(2)) : null, random() < 0.5 ? [uni(some(6))] : [])
        }),
      })
    })
    const own = [1, 2, 3, 4].flatMap((id) => [author(id, undefined, { orcid: orcidOf(id) }), institution(id)])
    const related = institution(9, undefined, { associated_institutions: [uni(5), uni(8), uni(9)] })
    const all = [...works, ...own, related]
    const expected = await it.stateOf(all)
    expect(expected.get('identifiers')?.length).toBeGreaterThan(10)
    for (let round = 0; round < 3; round++) {
      const lines = shuffled(all, random)
      expectSameState(await it.stateOf(lines.slice(0, 20), lines.slice(20, 45), lines.slice(45)), expected)
    }
  })
})
