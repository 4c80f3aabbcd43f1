import type { AuthorHeadRow, RankedEntries } from '@bzpeer/store'
import type { Affiliation, Collaborator, ContextSlice, Link, Paged, WorkCard } from './page-shapes.ts'
import { toCountedTopics, toLink } from './present.ts'
import { countOf, reasonOfAffiliation, reasonOfTie, reasonOfTopic } from './reasons.ts'

/** Of each kind of neighbour. */
const neighboursShown = 12

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
  const collaborators = toCollaborators(head.collaborators)
  return {
    focus: toLink('author', head.id, head.display_name),
    works: works.items
      .slice(0, neighboursShown)
      .map((work) => reasoned(work, `wrote it${inYear(work)}${withOthers(work.bylineCount)}`)),
    topics: toCountedTopics(head.topics)
      .slice(0, neighboursShown)
      .map((topic) => reasoned(topic, reasonOfTopic(topic))),
    institutions: toAffiliations(head.institutions).map((place) => reasoned(place, reasonOfAffiliation(place))),
    collaborators: collaborators.slice(0, neighboursShown).map((person) => reasoned(person, person.reason)),
    truncated:
      works.total > works.items.length ||
      works.total > neighboursShown ||
      head.topics_count > Math.min(head.topics?.length ?? 0, neighboursShown) ||
      head.collaborators_count > Math.min(collaborators.length, neighboursShown) ||
      head.institutions_count > (head.institutions?.length ?? 0),
  }
}

function reasoned({ id, path, name }: Link, reason: string): Link & { readonly reason: string } {
  return { id, path, name, reason }
}

function inYear({ year }: { readonly year: number | null }): string {
  return year === null ? '' : `, ${year}`
}

function withOthers(bylineCount: number): string {
  return bylineCount > 1 ? `, with ${countOf(bylineCount - 1, 'other')}` : ''
}
