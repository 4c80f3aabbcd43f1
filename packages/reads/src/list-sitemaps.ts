import { collectionOf, type EntityKind, entityKinds, pathOf } from '@bzpeer/schema'
import { listSitemapPage, listSitemapStarts } from '@bzpeer/store'
import type { ReadContext } from './read-context.ts'

/** Of sitemaps.org's 50,000, so that a page is made in a moment. */
const urlsAPage = 10_000
/** Of sitemaps.org's 50,000 files an index, for each of the five kinds. */
const pagesOfEach = 10_000

export interface SitemapEntry {
  readonly path: string
  readonly lastModified: Date | null
}

/** Names of all pages, such as `authors-1000000012345`: the page of those behind that id. */
export async function listSitemaps({ db }: ReadContext): Promise<string[]> {
  const starts = await Promise.all(
    entityKinds.map(async (kind) => {
      const afters = await listSitemapStarts(db, kind, urlsAPage, pagesOfEach)
      return afters.map((after) => `${collectionOf[kind]}-${after}`)
    }),
  )
  return starts.flat()
}

/** One page; undefined when the name is not one. */
export async function listSitemapEntries({ db }: ReadContext, name: string): Promise<SitemapEntry[] | undefined> {
  const match = /^([a-z]+)-(\d{1,16})$/.exec(name)
  const kind: EntityKind | undefined = entityKinds.find((candidate) => collectionOf[candidate] === match?.[1])
  if (match === null || kind === undefined) return undefined
  const rows = await listSitemapPage(db, kind, Number(match[2]), urlsAPage)
  return rows.map(({ id, observed_at }) => ({ path: pathOf({ kind, id }), lastModified: observed_at }))
}
