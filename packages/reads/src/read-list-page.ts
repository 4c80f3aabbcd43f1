import type { EntityKind, EntityRef } from '@bzpeer/schema'
import {
  countLinkedWorks,
  countPeople,
  listPeople,
  listRanked,
  type OwnerOfPeople,
  type PersonPosition,
  type PersonRow,
  type RankedEntries,
  type RankedList,
  readHits,
} from '@bzpeer/store'
import { toAffiliations, toCollaborators } from './author-context.ts'
import type { ListedName, ListPage } from './page-shapes.ts'
import { type ListCursor, parsePlace, toBylineName, toCountedTopics, toLink, toPage } from './present.ts'
import type { ReadContext } from './read-context.ts'
import { readWorkList } from './read-work-list.ts'
import { countOf, reasonOfAffiliation, reasonOfTopic } from './reasons.ts'

/** Names with a reason each: about what is looked through at a sitting. */
const namesOnPage = 60

type ListRead = (context: ReadContext, ownerId: number, cursor: ListCursor) => Promise<Omit<ListPage, 'owner'>>

/** The lists whose beginning stands on an entity's page, by the end of their address: `/works/W1/references`. */
const lists: Readonly<Record<EntityKind, ReadonlyMap<string, ListRead>>> = {
  author: new Map([
    ['collaborators', ranked('author', 'collaborators', toCollaborators)],
    [
      'topics',
      ranked('topic', 'topics', (rows) =>
        toCountedTopics(rows).map((topic) => ({ ...topic, reason: reasonOfTopic(topic) })),
      ),
    ],
    [
      'institutions',
      ranked('institution', 'institutions', (rows) =>
        toAffiliations(rows).map((place) => ({ ...place, reason: reasonOfAffiliation(place) })),
      ),
    ],
  ]),
  work: new Map([
    [
      'byline',
      ranked('author', 'byline', (rows) =>
        rows.map(([rawName, authorId, name, position, institution]) => ({
          ...toBylineName(rawName, authorId, name),
          reason: `author ${position}${institution === null ? '' : `, ${institution}`}`,
        })),
      ),
    ],
    ['cited-by', linked('work_citations')],
    ['references', linked('work_references')],
  ]),
  institution: new Map([['people', people('institution')]]),
  topic: new Map([['people', people('topic')]]),
  source: new Map([['people', people('source')]]),
}

/** One page of a list; undefined where there is no such entity or it has no such list. @throws {MalformedCursorError} */
export async function readListPage(
  context: ReadContext,
  ref: EntityRef,
  list: string,
  cursor: ListCursor,
): Promise<ListPage | undefined> {
  const read = lists[ref.kind].get(list)
  if (read === undefined) return undefined
  const [[owner], page] = await Promise.all([readHits(context.db, [ref]), read(context, ref.id, cursor)])
  return owner === undefined ? undefined : { owner: toLink(ref.kind, ref.id, owner.name), ...page }
}

/** A list stored in its order: a cursor is a rank. */
function ranked<List extends RankedList>(
  kind: EntityKind,
  list: List,
  toNames: (rows: readonly RankedEntries[List][]) => readonly ListedName[],
): ListRead {
  return async ({ db }, ownerId, cursor) => {
    const [after] = parsePlace(cursor.after, rankShape) ?? []
    const [before] = parsePlace(cursor.before, rankShape) ?? []
    const behind = after ?? Math.max(0, (before ?? 0) - 1 - namesOnPage)
    const shown =
      after === undefined && before !== undefined ? Math.min(namesOnPage, Math.max(0, before - 1)) : namesOnPage
    const { entries, lastRank, count } = await listRanked(db, list, ownerId, behind, shown)
    const last = behind + entries.length
    const names = {
      items: toNames(entries).map(({ name, path, reason }) => ({ name, path, reason })),
      total: count,
      next: last < lastRank ? String(last) : null,
      previous: behind > 0 ? String(behind + 1) : null,
    }
    return { kind, names, works: null }
  }
}

const rankShape = /^(\d{1,9})$/

/** People with the most works first: a cursor is a number of works and who has them. */
function people(owner: OwnerOfPeople): ListRead {
  return async ({ db }, ownerId, cursor) => {
    const edge = { after: parsePosition(cursor.after), before: parsePosition(cursor.before) }
    const [rows, total] = await Promise.all([
      listPeople(db, owner, ownerId, edge, namesOnPage + 1),
      countPeople(db, owner, ownerId),
    ])
    const toItem = ({ id, name, works }: PersonRow): ListedName => ({
      name,
      path: toLink('author', id, name).path,
      reason: countOf(works, 'work'),
    })
    const cursorOf = ({ id, works }: PersonRow): string => `${works}-${id}`
    return {
      kind: 'author',
      names: toPage(rows, { pageSize: namesOnPage, total, cursor, cursorOf, toItem }),
      works: null,
    }
  }
}

function parsePosition(text: string | null): PersonPosition | null {
  const [works, authorId] = parsePlace(text, /^(\d{1,9})-(\d{1,16})$/) ?? []
  return works === undefined || authorId === undefined ? null : { works, authorId }
}

function linked(list: 'work_citations' | 'work_references'): ListRead {
  return async (context, ownerId, cursor) => {
    const [worksOf, total] = await Promise.all([
      readWorkList(context, list, ownerId, cursor),
      countLinkedWorks(context.db, list, ownerId),
    ])
    return { kind: 'work', names: null, works: worksOf(total) }
  }
}
