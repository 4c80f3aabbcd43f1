import type { EntityKind } from '@bzpeer/schema'
import type { WorkHeadRow } from '@bzpeer/store'
import type {
  ContextSlice,
  CountedTopic,
  InstitutionPage,
  Link,
  SourcePage,
  TopicPage,
  WorkPage,
} from './page-shapes.ts'
import { toLink } from './present.ts'
import { countOf } from './reasons.ts'

/** What stands next to an entity, of what its page holds anyway: nothing more is asked of the database. */

type Reasoned = Link & { readonly reason: string }
type Lists = Partial<Record<EntityKind, readonly Reasoned[]>>

/** Of each kind of neighbour. */
const neighboursShown = 12
const kindOrder: readonly EntityKind[] = ['author', 'work', 'topic', 'institution', 'source']

/** The first of each list, each neighbour once; `isCut` where the lists do not hold all there are. */
export function toContext(focus: Link & { readonly kind: EntityKind }, lists: Lists, isCut: boolean): ContextSlice {
  const whole = kindOrder.map((kind) => firstOfEach((lists[kind] ?? []).map((entry) => ({ kind, ...entry }))))
  return {
    focus: { id: focus.id, path: focus.path, name: focus.name, kind: focus.kind },
    near: whole.flatMap((list) => list.slice(0, neighboursShown)),
    truncated: isCut || whole.some((list) => list.length > neighboursShown),
  }
}

/** Bylines and lists of citations may name somebody or something twice. */
function firstOfEach<Entry extends Link>(list: readonly Entry[]): Entry[] {
  return [...Map.groupBy(list, ({ id }) => id).values()].flatMap(([first]) => first ?? [])
}

export function toWorkContext(page: Omit<WorkPage, 'context'>, { byline, byline_count }: WorkHeadRow): ContextSlice {
  const { references, citedBy, topics, source } = page
  const authors = (byline ?? []).flatMap(([, id, name], index) =>
    id === null || name === null
      ? []
      : [
          reasoned(
            toLink('author', id, name),
            byline_count === 1 ? 'its author' : `author ${index + 1} of ${byline_count}`,
          ),
        ],
  )
  // Each in turn: neither is to leave no room for the other.
  const works = Array.from({ length: Math.max(references.length, citedBy.length) }, (_, index) => [
    ...references.slice(index, index + 1).map((work) => reasoned(work, 'cited in this work')),
    ...citedBy.slice(index, index + 1).map((work) => reasoned(work, `cites this work${inYear(work)}`)),
  ]).flat()
  const lists = {
    author: authors,
    work: works,
    topic: topics.map((topic) => reasoned(topic, topic.derived ? 'matched from its text' : 'stated by its source')),
    institution: page.byline
      .flatMap(({ institutions }) => institutions)
      .map((place) => reasoned(place, 'affiliation on the byline')),
    source: source === null ? [] : [reasoned(source, `published this work${inYear(page)}`)],
  }
  const isCut =
    byline_count > page.byline.length || page.referencesCount > references.length || page.citedByCount > citedBy.length
  return toContext(page, lists, isCut)
}

export function toTopicContext(page: Omit<TopicPage, 'context'>): ContextSlice {
  const siblings = page.siblings.map((sibling) => reasoned(sibling, 'of the same subfield'))
  return toCollectionContext(page, { topic: siblings }, { person: 'about it', work: 'about it' })
}

export function toInstitutionContext(page: Omit<InstitutionPage, 'context'>): ContextSlice {
  const related = page.related.map(({ relationship, ...link }) =>
    reasoned(link, `${relationship ?? 'related'}, as its record states`),
  )
  const lists = { topic: ofLatestWorks(page.topics), institution: related }
  return toCollectionContext(page, lists, { person: 'from there', work: 'affiliation on the byline' })
}

export function toSourceContext(page: Omit<SourcePage, 'context'>): ContextSlice {
  const lists = { topic: ofLatestWorks(page.topics) }
  return toCollectionContext(page, lists, { person: 'in it', work: 'published in it' })
}

/** Works and their people, and whatever else a page holds. Of people and topics it holds the first alone. */
function toCollectionContext(
  page: Omit<InstitutionPage | TopicPage | SourcePage, 'context'>,
  lists: Lists,
  reasons: { readonly person: string; readonly work: string },
): ContextSlice {
  const { people, works } = page
  const all = {
    ...lists,
    author: people.map((person) => reasoned(person, `${countOf(person.works, 'work')} ${reasons.person}`)),
    work: works.items.map((work) => reasoned(work, `${reasons.work}${inYear(work)}`)),
  }
  return toContext(page, all, works.total > works.items.length || people.length >= neighboursShown)
}

function ofLatestWorks(topics: readonly CountedTopic[]): Reasoned[] {
  return topics.map((topic) => reasoned(topic, `${countOf(topic.works, 'work')} about it among the latest 100`))
}

export function reasoned({ id, path, name }: Link, reason: string): Reasoned {
  return { id, path, name, reason }
}

export function inYear({ year }: { readonly year: number | null }): string {
  return year === null ? '' : `, ${year}`
}
