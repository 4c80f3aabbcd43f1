import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeOnEachDatabase } from '@bzpeer/testkit/vitest'
import { expect, test } from 'vitest'
import { makeFolder, run } from './running.ts'

function slot(name: string, id: string | null) {
  return { raw_author_name: name, author: { id, display_name: name }, institutions: [], raw_affiliation_strings: [] }
}

function work(id: number, ...authorships: ReturnType<typeof slot>[]) {
  return {
    id: `https://corpus.example/W${id}`,
    title: `Work ${id}`,
    type: 'article',
    publication_year: 1995,
    authorships,
  }
}

const steffen = slot('Joseph L. Steffen', 'https://corpus.example/A1')

describeOnEachDatabase('npx bzpeer resolve', (database) => {
  test('after an import says how many names it gave a record, and how sure it is; then that there are none', async () => {
    const location = await database.createLocation()
    const where = 'dataDir' in location ? ['--data', location.dataDir] : ['--database-url', location.databaseUrl]
    const cwd = makeFolder()
    const fillers = Array.from({ length: 501 }, (_, at) => slot(`Given${at} Family${at}`, null))
    const works = [
      work(1, slot('Stephen G. Eick', null), steffen),
      work(2, slot('S.G. Eick', null), steffen),
      work(3, ...fillers),
    ]
    writeFileSync(join(cwd, 'works.jsonl'), works.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const imported = await run(['import', 'works.jsonl', ...where], { cwd })
    expect(imported.err).toContain('503 names on bylines left without a record until: npx bzpeer resolve')

    const first = await run(['resolve', '--json', ...where], { cwd })
    expect(first.code).toBe(0)
    expect(first.err).toContain('503 names on bylines now belong to a record')
    const figures = JSON.parse(first.out.trim()) as Record<string, number>
    expect(figures).toMatchObject({ bylines: 503, joined: 0, founded: 502, merged: 0, candidates: 0 })
    expect(figures['confidence']).toBeGreaterThan(0.75)

    const again = await run(['resolve', ...where], { cwd })
    expect(again).toMatchObject({ code: 0, out: '' })
    expect(again.err).toContain('No name on a byline was left without a record.')
    expect(again.err).toContain('No two records of sources look like one person’s.')

    const fit = work(6, slot('S. G. Eick', null), steffen)
    const lone = work(7, slot('Nobody Else', null))
    writeFileSync(join(cwd, 'few.jsonl'), [fit, lone].map((line) => `${JSON.stringify(line)}\n`).join(''))
    for (const resolved of [
      /^1 name on a byline came without a record; this site found or made one for each\.$/m,
      /^/,
    ]) {
      const few = await run(['import', 'few.jsonl', '--json', ...where], { cwd })
      expect(few.err).toMatch(resolved)
      expect(few.err).toContain('1 name on a byline left without a record until: npx bzpeer resolve')
      expect(JSON.parse(few.out.trim())).toMatchObject({ read: 2, unresolved_bylines: 1 })
    }

    const both = [4, 5].map((id) =>
      work(id, slot(id === 4 ? 'Miriah Meyer' : 'M. Meyer', `https://corpus.example/A${id}`), steffen),
    )
    writeFileSync(join(cwd, 'more.jsonl'), both.map((line) => `${JSON.stringify(line)}\n`).join(''))
    await run(['import', 'more.jsonl', ...where], { cwd })
    const shown = await run(['resolve', '--show', '5', ...where], { cwd })
    expect(shown.out).toMatch(/^\d\d %  A4 Miriah Meyer and A5 M\. Meyer: .*they share a co-author/)
    expect(shown.err).toContain('1 pair of records may be one person’s; people decide about it.')
  })
})

test('wrong usage of it is told', async () => {
  const { code, out, err } = await run(['resolve', 'x'], { cwd: makeFolder() })
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(/^resolve takes no arguments besides its options\./)
  const none = await run(['resolve', '--show', '0'], { cwd: makeFolder() })
  expect([none.code, none.out]).toEqual([2, ''])
  expect(none.err).toMatch(/^Expected how many pairs to print, from 1 to 1000, got "0"\./)
})
