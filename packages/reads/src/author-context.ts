import type { AuthorHeadRow, RankedEntries } from '@bzpeer/store'
import { inYear, reasoned, toContext } from './page-contexts.ts'
import type { Affiliation, Collaborator, ContextSlice, Paged, WorkCard } from './page-shapes.ts'
import { toCountedTopics, toLink } from './present.ts'
import { countOf, reasonOfAffiliation, reasonOfTie, reasonOfTopic } from './reasons.ts'

export function toAffiliations(rows: AuthorHeadRow['institutions']): Affiliation[] {
  return (rows ?? []).map(([id, name, ror, countryCode, firstYear, lastYear, stated]) => ({
    ...toLink('institution', id, name),
    ror,
    countryCode,
    firstYear,
    lastYear,
    stated,
  }))
}

export function toCollaborators(rows: readonly RankedEntries['collaborators'][] | null): Collaborator[] {
  return (rows ?? []).flatMap(([id, name, sharedWorks, strength, close]) => {
    if (id === null) return []
    const reason = reasonOfTie({ sharedWorks, strength, close })
    return [{ ...toLink('author', id, name), sharedWorks, strength, close, reason }]
  })
}

/** The neighbourhood of an author, of which `head` holds topics and collaborators. */
export function toAuthorSlice(head: AuthorHeadRow, works: Paged<WorkCard>): ContextSlice {
  const lists = {
    author: toCollaborators(head.collaborators).map((person) => reasoned(person, person.reason)),
    work: works.items.map((work) => reasoned(work, `wrote it${inYear(work)}${withOthers(work.bylineCount)}`)),
    topic: toCountedTopics(head.topics).map((topic) => reasoned(topic, reasonOfTopic(topic))),
    institution: toAffiliations(head.institutions).map((place) => reasoned(place, reasonOfAffiliation(place))),
  }
  const isCut =
    works.total > works.items.length ||
    head.topics_count > lists.topic.length ||
    head.collaborators_count > lists.author.length ||
    head.institutions_count > lists.institution.length
  return toContext({ ...toLink('author', head.id, head.display_name), kind: 'author' }, lists, isCut)
}

function withOthers(bylineCount: number): string {
  return bylineCount > 1 ? `, with ${countOf(bylineCount - 1, 'other')}` : ''
}
