import type { EntityKind } from '@bzpeer/schema'

/** How the graph around each kind of entity is spoken of. */
export const contextWords = {
  author: {
    called: 'researcher',
    around: 'Adjacent works, topics, institutions and collaborators, each with its reason.',
    missing: 'Works, topics, affiliations and co-authors come with the next import that states them.',
    other: 'search for someone else',
  },
  work: {
    called: 'work',
    around:
      'Its authors, topics and institutions, where it appeared, what it cites and what cites it, each with its reason.',
    missing: 'Authors, topics, affiliations and citations come with the next import that states them.',
    other: 'search for another work',
  },
  topic: {
    called: 'topic',
    around: 'People, works and institutions concerned with it, and the topics beside it, each with its reason.',
    missing: 'Works about it come with the next import that states them.',
    other: 'search for another topic',
  },
  institution: {
    called: 'institution',
    around: 'Its people, their works and topics, and the institutions it works with, each with its reason.',
    missing: 'Works that name it on a byline come with the next import that states them.',
    other: 'search for another institution',
  },
  source: {
    called: 'source',
    around: 'The works that appeared in it, their authors, topics and institutions, each with its reason.',
    missing: 'Works that appeared in it come with the next import that states them.',
    other: 'search for another source',
  },
} as const satisfies Record<EntityKind, { called: string; around: string; missing: string; other: string }>
