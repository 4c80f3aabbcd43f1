import type { EntityKind } from '@bzpeer/schema'
import { countEntities, listLargest, listLatestWorkIds, readHits, readWorkCards } from '@bzpeer/store'
import type { HomePage, Link } from './page-shapes.ts'
import { toLink, toWorkCard } from './present.ts'
import type { ReadContext } from './read-context.ts'

const latestShown = 6
const largestShown = 12

export async function readHomePage(context: ReadContext): Promise<HomePage> {
  const [counts, latestIds, people, topics] = await Promise.all([
    countEntities(context.db),
    listLatestWorkIds(context.db, latestShown),
    readLargest(context, 'author'),
    readLargest(context, 'topic'),
  ])
  const latest = await readWorkCards(context.db, latestIds)
  return {
    counts: {
      works: counts.work,
      authors: counts.author,
      institutions: counts.institution,
      topics: counts.topic,
      sources: counts.source,
    },
    latestWorks: latest.map(toWorkCard),
    people,
    topics,
  }
}

async function readLargest({ db }: ReadContext, kind: EntityKind): Promise<(Link & { works: number })[]> {
  const hits = await readHits(db, await listLargest(db, kind, largestShown))
  return hits
    .map(({ id, name, works }) => ({ ...toLink(kind, id, name), works: works ?? 0 }))
    .filter(({ works }) => works > 0)
    .toSorted((a, b) => b.works - a.works)
}
