import {
  readAuthorPage,
  readInstitutionPage,
  readSourcePage,
  readTopicPage,
  readWorkPage,
  type ReadContext,
} from '@bzpeer/reads'
import { entityKinds, collectionOf, findEntityRef, formatId, type EntityKind } from '@bzpeer/schema'
import { plainType } from '#lib/entity-words.ts'
import { formatCount, formatCountOf } from '#lib/figures.ts'
import { listStart } from '#lib/server/query-bounds.ts'
import type { CardFacts } from './draw-card.ts'

/** The card of the site itself, for pages that are about no one entity. */
export const siteCard: CardFacts = {
  over: 'Open research discovery',
  title: 'Find the people behind the work',
  plainTitle: 'Find the people behind the work',
  detail:
    'Every researcher, work, topic, institution and source has a public page. It says how far it can be trusted, and exactly why.',
  figures: ['People', 'Works', 'Topics', 'Institutions', 'Sources'],
}

type CardReader = (reads: ReadContext, id: number) => Promise<Omit<CardFacts, 'plainTitle'> | undefined>

const readers: Readonly<Record<EntityKind, CardReader>> = {
  author: async (reads, id) => {
    const author = await readAuthorPage(reads, id, listStart)
    if (author === undefined) return undefined
    const { trust, verification, counts } = author
    return {
      over: 'Researcher profile',
      title: author.name,
      detail: author.affiliation?.name ?? author.description,
      figures: [
        `Trust ${trust.score} - ${trust.band}`,
        `Verification L${verification.level}`,
        formatCountOf(counts.works, 'work'),
        formatCountOf(counts.closeCollaborators, 'close collaborator'),
      ],
    }
  },
  work: async (reads, id) => {
    const work = await readWorkPage(reads, id)
    if (work === undefined) return undefined
    const names = work.byline
      .slice(0, 4)
      .map(({ name }) => name)
      .join(', ')
    const others = work.bylineCount > 4 ? ` and ${formatCount(work.bylineCount - 4)} more` : ''
    const figures = [plainType(work.type), work.year?.toString(), work.source?.name.slice(0, 50)]
    return {
      over: work.isRetracted ? 'Retracted work' : 'Work',
      title: work.name,
      detail: names + others,
      figures: figures.filter((figure) => figure !== undefined),
    }
  },
  institution: async (reads, id) => {
    const page = await readInstitutionPage(reads, id, listStart)
    if (page === undefined) return undefined
    const { city, country } = page.place
    const detail = [city, country].filter((part) => part !== null).join(', ')
    return {
      over: 'Institution',
      title: page.name,
      detail,
      figures: [formatCountOf(page.peopleCount, 'person', 'people'), formatCountOf(page.works.total, 'work')],
    }
  },
  topic: async (reads, id) => {
    const page = await readTopicPage(reads, id, listStart)
    if (page === undefined) return undefined
    return {
      over: 'Topic',
      title: page.name,
      detail: page.description ?? '',
      figures: [formatCountOf(page.works.total, 'work'), page.field ?? ''],
    }
  },
  source: async (reads, id) => {
    const page = await readSourcePage(reads, id, listStart)
    if (page === undefined) return undefined
    return {
      over: 'Source',
      title: page.name,
      detail: page.hostOrganization ?? '',
      figures: [formatCountOf(page.works.total, 'work'), plainType(page.type ?? '')],
    }
  },
}

/** The facts of `/cards/authors/A1.png`; undefined where the address names no record of this site. */
export async function findCardFacts(
  reads: ReadContext,
  collection: string,
  id: string,
): Promise<CardFacts | undefined> {
  const kind = entityKinds.find((each) => collectionOf[each] === collection)
  const ref = findEntityRef(id)
  if (kind === undefined || ref?.kind !== kind) return undefined
  const facts = await readers[kind](reads, ref.id)
  return facts === undefined ? undefined : { ...facts, plainTitle: formatId(ref) }
}
