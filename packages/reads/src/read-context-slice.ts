import type { EntityRef } from '@bzpeer/schema'
import { findAuthorHead } from '@bzpeer/store'
import { inYear, neighboursShown as shown, reasoned, toAuthorSlice } from './author-context.ts'
import type { ContextSlice, Link, WorkCard } from './page-shapes.ts'
import type { ReadContext } from './read-context.ts'
import { countOf } from './reasons.ts'
import { readInstitutionPage, readSourcePage, readTopicPage } from './read-collection-pages.ts'
import { readWorkList } from './read-work-list.ts'
import { readWorkPage } from './read-work-page.ts'

const fromStart = { after: null, before: null }

/** The neighbourhood of an entity, each neighbour with the reason why it is one. */
export async function readContextSlice(context: ReadContext, ref: EntityRef): Promise<ContextSlice | undefined> {
  switch (ref.kind) {
    case 'author':
      return sliceOfAuthor(context, ref.id)
    case 'work':
      return sliceOfWork(context, ref.id)
    case 'institution':
      return sliceOfCollection(await readInstitutionPage(context, ref.id, fromStart), 'affiliated here')
    case 'topic':
      return sliceOfCollection(await readTopicPage(context, ref.id, fromStart), 'on this topic')
    case 'source':
      return sliceOfCollection(await readSourcePage(context, ref.id, fromStart), 'in this source')
  }
}

async function sliceOfAuthor(context: ReadContext, id: number): Promise<ContextSlice | undefined> {
  const [head, worksOf] = await Promise.all([
    findAuthorHead(context.db, id, { topics: shown, collaborators: shown }, context.now()),
    readWorkList(context, 'author_works', id, fromStart),
  ])
  if (head === undefined) return undefined
  return toAuthorSlice(head, worksOf(head.works_count))
}

async function sliceOfWork(context: ReadContext, id: number): Promise<ContextSlice | undefined> {
  const work = await readWorkPage(context, id)
  if (work === undefined) return undefined
  const institutions = new Map(work.byline.flatMap((slot) => slot.institutions).map((place) => [place.id, place]))
  return {
    focus: { id: work.id, path: work.path, name: work.name },
    works: [
      ...work.references.map((cited) => reasoned(cited, `cited by this work${inYear(cited)}`)),
      ...work.citedBy.map((citing) => reasoned(citing, `cites this work${inYear(citing)}`)),
    ],
    topics: work.topics.map((topic) =>
      reasoned(
        topic,
        `${topic.derived ? 'matched from the text' : 'stated by the source'}${topic.score === null ? '' : `, score ${topic.score.toFixed(2)}`}`,
      ),
    ),
    institutions: [...institutions.values()]
      .slice(0, shown)
      .map((place) => reasoned(place, 'affiliation on the byline')),
    collaborators: work.byline
      .slice(0, shown)
      .flatMap((slot, index) =>
        slot.path === null
          ? []
          : [
              reasoned(
                { id: slot.path.split('/').at(-1) ?? '', path: slot.path, name: slot.name },
                `author ${index + 1} of ${work.bylineCount}`,
              ),
            ],
      ),
    truncated:
      work.bylineCount > shown ||
      institutions.size > shown ||
      work.referencesCount > work.references.length ||
      work.citedByCount > work.citedBy.length,
  }
}

interface Collection extends Link {
  readonly works: { readonly items: readonly WorkCard[]; readonly total: number }
  readonly people: readonly (Link & { readonly works: number })[]
  readonly topics?: readonly (Link & { readonly works: number })[]
  readonly siblings?: readonly (Link & { readonly works: number })[]
  readonly related?: readonly (Link & { readonly relationship: string | null })[]
}

function sliceOfCollection(page: Collection | undefined, where: string): ContextSlice | undefined {
  if (page === undefined) return undefined
  return {
    focus: { id: page.id, path: page.path, name: page.name },
    works: page.works.items.slice(0, shown).map((work) => reasoned(work, `${where}${inYear(work)}`)),
    topics: [
      ...(page.topics ?? []).map((topic) => reasoned(topic, `${countOf(topic.works, 'recent work')} about it`)),
      ...(page.siblings ?? []).map((topic) => reasoned(topic, `same subfield, ${countOf(topic.works, 'work')}`)),
    ],
    institutions: (page.related ?? []).slice(0, shown).map((place) => reasoned(place, place.relationship ?? 'related')),
    collaborators: page.people.map((person) => reasoned(person, `${countOf(person.works, 'work')} ${where}`)),
    truncated: page.works.total > shown || (page.related?.length ?? 0) > shown,
  }
}
