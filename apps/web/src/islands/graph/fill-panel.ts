import type { SliceChoice, SliceTie, WovenSlice } from '@bzpeer/explorer/slice'
import type { GraphNode } from '@bzpeer/domain'
import { button, element, linkTo, nameOf } from './element.ts'
import { listEvidence } from './evidence.ts'
import { bindOf, countOf, endsOf, kindWords, leadOf } from './graph-words.ts'

const otherTiesShown = 12

export const keyWords =
  'By keyboard: arrows go from name to name, with Shift from line to line; Enter puts a name in the middle, or follows a line; Escape lets go.'

/** What is chosen in the picture: why it is there, what shows it, and where one can go from it. */
export function fillPanel(
  panel: HTMLElement,
  slice: WovenSlice,
  choice: SliceChoice | undefined,
  recentre: (id: string) => void,
): void {
  panel.scrollTop = 0
  panel.replaceChildren(
    ...(choice === undefined
      ? tellHow()
      : choice.kind === 'node'
        ? tellNode(slice, choice.node, recentre)
        : tellEdge(slice, choice)),
  )
}

function tellHow(): HTMLElement[] {
  if (matchMedia('(pointer: coarse)').matches)
    return [
      element('p', 'how', 'Tap a name or a line to read why it is here; tap a name once more to put it in the middle.'),
    ]
  return [
    element('p', 'how', 'Point at a name or a line to read why it is here; click a name to put it in the middle.'),
    element('p', 'how', keyWords),
  ]
}

function tellNode(slice: WovenSlice, node: GraphNode, recentre: (id: string) => void): HTMLElement[] {
  const ties = slice.tiesOf.get(node.id) ?? []
  const isFocus = node.id === slice.focus
  const head = element('p', 'heading', linkTo(node.path, node.label))
  const about = element(
    'p',
    'what',
    [kindWords[node.kind].one, figureOf(node)].filter((part) => part !== '').join(' · '),
  )
  if (isFocus) return [head, about, element('p', '', `In the middle, tied to ${countOf(ties.length, 'node')} here.`)]
  const [first, ...others] = ties
  if (!isFocus)
    about.append(
      ' ',
      button('quiet', 'Put in the middle', () => recentre(node.id)),
    )
  return [head, about, ...(first === undefined ? [] : tellFirst(slice, node, first)), ...tellOthers(node, others)]
}

function figureOf({ works_count, cited_by_count, years, kind }: GraphNode): string {
  if (kind !== 'work') return works_count === null ? '' : countOf(works_count, 'work')
  const cited = cited_by_count === null || cited_by_count === 0 ? '' : `cited by ${countOf(cited_by_count, 'work')}`
  return [years === null ? '' : String(years[1]), cited].filter((part) => part !== '').join(' · ')
}

function tellFirst(slice: WovenSlice, node: GraphNode, tie: SliceTie): HTMLElement[] {
  const isOver = tie.other.id !== slice.focus
  const line = element('p', 'why', ...whyOf(node.id, tie), ...(isOver ? [`. Two steps away from the middle.`] : ['.']))
  const evidence = listEvidence(tie.edge, [node.id, tie.other.id])
  return evidence === undefined ? [line] : [line, evidence]
}

/** `with Tri Dao: 2 shared works`. */
export function whyOf(id: string, tie: SliceTie): (string | Node)[] {
  return [`${leadOf(id, tie)} `, nameOf(tie.other.label), `: ${tie.edge.reason}`]
}

function tellOthers({ id }: GraphNode, others: readonly SliceTie[]): HTMLElement[] {
  if (others.length === 0) return []
  const list = element(
    'ul',
    'others',
    ...others.slice(0, otherTiesShown).map((tie) => element('li', '', ...whyOf(id, tie))),
  )
  if (others.length > otherTiesShown)
    list.append(element('li', '', `and ${others.length - otherTiesShown} more, which the table lists`))
  return [element('p', 'more', `${countOf(others.length, 'more tie')} here:`), list]
}

function tellEdge(slice: WovenSlice, { edge }: Extract<SliceChoice, { kind: 'edge' }>): HTMLElement[] {
  const ends = endsOf(slice, edge)
  if (ends === undefined) return []
  const [from, to] = ends
  const head = element('p', 'heading', linkTo(from.path, from.label), bindOf(edge), linkTo(to.path, to.label))
  const evidence = listEvidence(edge, [from.id, to.id])
  return [head, element('p', 'why', `${edge.reason}.`), ...(evidence === undefined ? [] : [evidence])]
}
