import type { EntityKind } from '@bzpeer/schema'
import { element } from './element.ts'
import { kindWords } from './graph-words.ts'

export function createLegend(kinds: readonly EntityKind[]): HTMLElement {
  return element(
    'ul',
    'legend',
    ...kinds.map((kind) => element('li', '', element('span', `kind ${kind}`), kindWords[kind].many)),
  )
}
