import type { GraphEdge } from '@bzpeer/domain'
import { countOf } from './graph-words.ts'
import { element, linkTo } from './element.ts'

/** The works that show a tie, each with its year; how many more there are. */
export function listEvidence({ works, count }: GraphEdge, leaveOut: readonly string[]): HTMLElement | undefined {
  // A work that is one of the ends is no further evidence.
  const shown = works.filter(({ id }) => !leaveOut.includes(id))
  if (shown.length === 0) return undefined
  const list = element('ul', 'evidence')
  for (const { id, title, year } of shown)
    list.append(element('li', '', linkTo(`/works/${id}`, title), year === null ? '' : `, ${year}`))
  if (count > works.length) list.append(element('li', '', `and ${countOf(count - works.length, 'more work')}`))
  return list
}
