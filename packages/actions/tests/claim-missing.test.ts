import { openClaim } from '@bzpeer/actions'
import { listSuggestedWorks, noteOpenBylines } from '@bzpeer/store'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { beforeAll, expect, test } from 'vitest'
import { useClaiming } from './claiming.ts'
import { author, slot, work } from './made-records.ts'
import { useStore } from './test-store.ts'

const jane = 1
const coauthor = 4

describeOnEachDatabase('works that may be missing from a record', (database) => {
  const it = useStore(database)
  const people = useClaiming(it)
  beforeAll(async () => {
    await it.importLines(
      author(jane, 'Jane Doe'),
      author(coauthor, 'Ann Lee'),
      work(1, 'One', { authorships: [slot(jane, [], 'Jane Doe'), slot(coauthor)] }),
      work(2, 'Two', { authorships: [slot(null, [], 'J. Doe')], publication_year: 2021 }),
      work(3, 'Three', { authorships: [slot(coauthor), slot(null, [], 'Jane Doe')] }),
      work(4, 'Four', { authorships: [slot(null, [], 'Ada Byron')] }),
    )
    await it.store.withSession(({ session }) => noteOpenBylines(session, { workId: 0, position: 0 }))
  })

  test('are those whose byline bears the name and leads to nobody, beside co-authors first', async () => {
    const found = await listSuggestedWorks(it.store.db, jane)
    expect(found.map(({ work_id, position, known }) => [work_id, position, known])).toEqual([
      [3, 2, 1],
      [2, 1, 0],
    ])
  })

  test('become corrections when who claims the record says they are theirs; what was not suggested does not', async () => {
    const caller = await people.join('Jane Doe')
    const missing = [
      { workId: 3, position: 2 },
      { workId: 3, position: 1 },
      { workId: 4, position: 1 },
      { workId: 77, position: 1 },
    ]
    await openClaim(people.as(caller), { authorId: jane, statement: '', works: [], missing })
    const rows = await it.store.db
      .selectFrom('corrections')
      .select(['kind', 'status', 'proposed_by', 'details'])
      .execute()
    expect(rows).toEqual([
      {
        kind: 'missing-work',
        status: 'open',
        proposed_by: caller.accountId,
        details: { kind: 'missing-work', authorId: jane, work: 'W3', position: 2 },
      },
    ])
  })
})
