import type { JoinedGraph, ShownGraph } from '@bzpeer/explorer/graph'
import { formatCount, formatCountOf } from './figures.ts'

interface Counted {
  readonly shown: ShownGraph
  readonly graph: JoinedGraph
  /** Neighbours of the focus that were not read; at least so many where `isExact` is not. */
  readonly more: { readonly count: number; readonly isExact: boolean }
  /** How many of those expanded are not read. */
  readonly unread: number
}

/** How many entities the table of an explorer holds, and how many it leaves out for which reason. */
export function captionOfEntities({ shown, graph, more, unread }: Counted): string {
  const left = graph.nodes.size - shown.nodes.length
  const least = more.isExact ? '' : 'at least '
  return [
    `${formatCountOf(shown.nodes.length, 'entity', 'entities')} shown`,
    ...(left > 0 ? [`${formatCount(left)} ${left === 1 ? 'is' : 'are'} filtered out or hidden`] : []),
    ...(more.count > 0
      ? [`${least}${formatCount(more.count)} more around the focus ${more.count === 1 ? 'is' : 'are'} less close`]
      : []),
    ...(unread > 0
      ? [
          `what is around ${formatCount(unread)} more that ${unread === 1 ? 'is' : 'are'} expanded comes with the picture`,
        ]
      : []),
  ].join('; ')
}
