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

const keptMs = 3_600_000

const kept = new WeakMap<ReadContext['db'], { readonly until: number; readonly names: Promise<string[]> }>()

/**
 * Names of all pages, such as `authors-1000000012345`: the page of those behind that id. As finding them reads every
 * key, they are found once an hour, for all who ask; what an import brings is listed that much later.
 */
export function listSitemaps(context: ReadContext): Promise<string[]> {
  const { db } = context
  const now = context.now().getTime()
  const known = kept.get(db)
  if (known !== undefined && now < known.until) return known.names
  const names = findSitemaps(db)
  kept.set(db, { until: now + keptMs, names })
  // What failed is tried again by the next who asks; whoever waits for it is told.
  names.catch(() => kept.delete(db))
  return names
}

/** One kind after the other: the pages that readers wait for have the other connections. */
async function findSitemaps(db: ReadContext['db']): Promise<string[]> {
  const names: string[] = []
  for (const kind of entityKinds) {
    const afters = await listSitemapStarts(db, kind, urlsAPage, pagesOfEach)
    names.push(...afters.map((after) => `${collectionOf[kind]}-${after}`))
  }
  return names
}

/** One page; undefined when the name is not one. */
export async function listSitemapEntries({ db }: ReadContext, name: string): Promise<SitemapEntry[] | undefined> {
  const match = /^([a-z]+)-(\d{1,16})$/.exec(name)
  const kind: EntityKind | undefined = entityKinds.find((candidate) => collectionOf[candidate] === match?.[1])
  if (match === null || kind === undefined) return undefined
  const rows = await listSitemapPage(db, kind, Number(match[2]), urlsAPage)
  return rows.map(({ id, observed_at }) => ({ path: pathOf({ kind, id }), lastModified: observed_at }))
}
