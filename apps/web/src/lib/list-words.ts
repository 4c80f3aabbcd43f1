/** What the lists whose beginning stands on an entity's page are called, and in which order they stand. */
const listWords: Readonly<Record<string, { readonly title: string; readonly order: string }>> = {
  collaborators: { title: 'Collaborators of', order: 'Strongest tie first' },
  topics: { title: 'Topics of', order: 'Most works first' },
  institutions: { title: 'Affiliations of', order: 'Last known first' },
  byline: { title: 'Byline of', order: 'As printed' },
  'cited-by': { title: 'Works that cite', order: 'Newest first' },
  references: { title: 'Works cited by', order: 'Newest first, of those that this site holds' },
  people: { title: 'People of', order: 'Most works first' },
}

/** @throws where the list is none of the record's. */
export function getListWords(list: string): { readonly title: string; readonly order: string } {
  const words = listWords[list]
  if (words === undefined) throw new Error(`internal: the list ${list} has no name.`)
  return words
}
