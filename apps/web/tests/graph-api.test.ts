import { rm } from 'node:fs/promises'
import type { GraphCommon, GraphPath, GraphSlice } from '@bzpeer/domain'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeGrownRecords } from './grown-records.ts'
import { findPath, idIn, monarchTitle, origin } from './site.ts'

async function ask<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`${origin}/api/graph${path}`)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as Answer
}

describe('the graph as an interface', () => {
  test('answers a slice in the agreed shape, to any site that asks', async () => {
    const focus = idIn(await findPath('authors', 'Arjun Desai'))
    const response = await fetch(`${origin}/api/graph?focus=${focus}&depth=1&limit=50`)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const slice = (await response.json()) as GraphSlice
    expect(Object.keys(slice).toSorted()).toEqual(['edges', 'focus', 'is_total_exact', 'nodes', 'total', 'truncated'])
    expect(slice).toMatchObject({ focus, truncated: false, total: 12, is_total_exact: true })
    expect(slice.nodes[0]).toMatchObject({
      id: focus,
      kind: 'author',
      label: 'Arjun Desai',
      weight: 1,
      url: `${origin}/authors/${focus}`,
    })
    for (const edge of slice.edges) {
      expect(['authored', 'cites', 'about', 'affiliated', 'coauthored']).toContain(edge.kind)
      expect(edge).toMatchObject({
        source: expect.any(String) as string,
        target: expect.any(String) as string,
        weight: expect.any(Number) as number,
        reason: expect.stringMatching(/\w/) as string,
      })
    }
  })

  test('takes an id in any case or as an address, kinds in the singular or plural, and at most as many as are asked for', async () => {
    const work = await findPath('works', monarchTitle)
    const slice = await ask<GraphSlice>(
      `?focus=${encodeURIComponent(origin + work)}&depth=2&limit=7&kinds=authors,topic`,
    )
    expect(slice.focus).toBe(idIn(work))
    expect(slice.nodes).toHaveLength(7)
    expect(new Set(slice.nodes.slice(1).map(({ kind }) => kind))).toEqual(new Set(['author', 'topic']))
    expect((await ask<GraphSlice>(`?focus=${idIn(work).toLowerCase()}&limit=1`)).nodes).toHaveLength(1)
  })

  test('finds the way between two people, and what they have in common', async () => {
    const [from, to] = await Promise.all([findPath('authors', 'Arjun Desai'), findPath('authors', 'Tri Dao')])
    const ends = `from=${idIn(from)}&to=${idIn(to)}`
    const way = await ask<GraphPath>(`/path?${ends}`)
    expect(way).toMatchObject({ by: 'coauthors', kind: 'shortest', is_proven: true })
    expect(way.path?.nodes.map(({ label }) => label)).toEqual(['Arjun Desai', 'Tri Dao'])
    expect(way.path?.edges[0]?.works.map(({ title }) => title)).toEqual([monarchTitle])
    const over = await ask<GraphPath>(`/path?${ends}&by=citations&kind=strongest`)
    expect(over.path?.nodes.map(({ label }) => label)).toEqual(['Arjun Desai', monarchTitle, 'Tri Dao'])
    const common = await ask<GraphCommon>(`/common?a=${idIn(from)}&b=${idIn(to)}`)
    expect(common.common.filter(({ node }) => node.kind === 'work').map(({ node }) => node.label)).toEqual([
      monarchTitle,
    ])
  })

  const failures = [
    ['', 400, /\?focus=/],
    ['?focus=nobody', 400, /\?focus=/],
    ['?focus=A99', 404, /no such record/],
    ['?focus=A1&depth=3', 400, /depth of 1 or 2/],
    ['?focus=A1&limit=0', 400, /1 to 150/],
    ['?focus=A1&limit=151', 400, /1 to 150/],
    ['?focus=A1&limit=9e9', 400, /1 to 150/],
    ['?focus=A1&kinds=work,people', 400, /people/],
    ['?focus=A9007199254740993', 400, /\?focus=/],
    ['/path?from=A1', 400, /\?to=/],
    ['/path?from=A1&to=W1', 400, /two people/],
    ['/path?from=A1&to=A2&by=fame', 400, /coauthors or citations/],
    ['/path?from=A1&to=A2&kind=longest', 400, /shortest or strongest/],
    ['/path?from=A98&to=A99', 404, /no such record/],
    ['/common?a=A1', 400, /\?b=/],
    ['/common?a=A98&b=T99', 404, /no such record/],
    [`?focus=A1&kinds=${'x'.repeat(150)}`, 400, /^.{0,180}$/],
  ] as const
  test.for(failures)('states the problem of %s as one, with the mend', async ([path, status, says]) => {
    const response = await fetch(`${origin}/api/graph${path}`)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const problem = (await response.json()) as { status: number; detail: string }
    expect([response.status, problem.status]).toEqual([status, status])
    expect(problem.detail).toMatch(says)
    expect(problem.detail).toMatch(/\.$/)
  })

  test.for(['', '/path', '/common'])('says that nothing can be written at /api/graph%s', async (path) => {
    const response = await fetch(`${origin}/api/graph${path}`, { method: 'POST' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
})

describe('a merged id is sent on for good, with what was asked, at', () => {
  let site: StartedSite
  let folder: string
  beforeAll(async () => {
    folder = await writeGrownRecords()
    site = await startSite({ records: [folder] })
  })
  afterAll(async () => {
    await site.stop()
    await rm(folder, { recursive: true })
  })

  const merged = [
    ['/api/graph?focus=A2&depth=2', '/api/graph?focus=A1&depth=2'],
    ['/api/graph?focus=W2&limit=9', '/api/graph?focus=W1&limit=9'],
    ['/api/graph/path?from=A2&to=A100', '/api/graph/path?from=A1&to=A100'],
    ['/api/graph/path?from=A100&to=A2&by=citations', '/api/graph/path?from=A100&to=A1&by=citations'],
    ['/api/graph/common?a=A2&b=W2', '/api/graph/common?a=A1&b=W1'],
  ] as const
  test.for(merged)('%s', async ([path, survivor]) => {
    const response = await fetch(site.origin + path, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([308, survivor])
    expect((await fetch(site.origin + survivor)).status).toBe(200)
  })
})
