import { findEntityRef } from '@bzpeer/schema'
import { readHits } from '@bzpeer/store'
import { findMergedInto } from '../find-page.ts'
import type { Link } from '../link.ts'
import { listSuggestions } from '../list-suggestions.ts'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'

export interface FoundTopic {
  readonly topic: { readonly id: number; readonly link: Link } | null
  /** What may have been meant, where it was not found. */
  readonly suggested: readonly Link[]
}

const none: FoundTopic = { topic: null, suggested: [] }
const suggestedAtMost = 6

/** The topic with this id or name; the only one whose name begins so, where none is called exactly that. */
export async function findTopic(context: ReadContext, text: string): Promise<FoundTopic> {
  if (text === '') return none
  const ref = findEntityRef(text)
  if (ref?.kind === 'topic') return findById(context, ref.id)
  const suggestions = await listSuggestions(context, { query: text, kind: 'topic', limit: suggestedAtMost })
  const found = suggestions.map(({ id, path, name }) => ({ id, path, name }))
  const wanted = text.toLowerCase()
  const exact = found.find(({ name }) => name.toLowerCase() === wanted) ?? (found.length === 1 ? found[0] : undefined)
  if (exact === undefined) return { topic: null, suggested: found }
  const id = findEntityRef(exact.id)?.id
  return id === undefined ? none : { topic: { id, link: exact }, suggested: [] }
}

async function findById(context: ReadContext, stated: number): Promise<FoundTopic> {
  const id = (await findMergedInto(context, { kind: 'topic', id: stated })) ?? stated
  const [hit] = await readHits(context.db, [{ kind: 'topic', id }])
  return hit === undefined ? none : { topic: { id, link: toLink('topic', id, hit.name) }, suggested: [] }
}
