import type { GraphTie } from '@bzpeer/domain'
import { findEntityRef } from '@bzpeer/schema'
import { countOf } from '../reasons.ts'

/** Why an edge is there, in a few words that go on after the names of its ends. */
export function reasonOfEdge(tie: GraphTie): string {
  switch (tie.kind) {
    case 'authored':
      return `wrote it${placeOf(tie.note)}${yearsOf(tie)}`
    case 'coauthored':
      return `${countOf(tie.count, 'shared work')}${yearsOf(tie)}, tie strength ${tie.strength.toFixed(2)}${tie.note === 'close' ? ', close' : ''}`
    case 'cites':
      return `cites it${yearsOf(tie)}`
    case 'about':
      return reasonOfTopic(tie)
    case 'affiliated':
      return reasonOfPlace(tie)
  }
}

function reasonOfTopic(tie: GraphTie): string {
  if (kindOf(tie.source) === 'work')
    return tie.note === 'derived'
      ? `about it, matched from the text, score ${tie.strength.toFixed(2)}`
      : 'about it, as its source states'
  const about = kindOf(tie.source) === 'topic' ? 'about both' : 'about it'
  return `${countOf(tie.count, 'work')} ${about}${yearsOf(tie)}${tie.note === 'derived' ? ', matched from the text' : ''}`
}

function reasonOfPlace(tie: GraphTie): string {
  const [from, to] = [kindOf(tie.source), kindOf(tie.target)]
  if (to === 'source')
    return from === 'work' ? `published in it${yearsOf(tie)}` : `${countOf(tie.count, 'work')} in it${yearsOf(tie)}`
  if (from === 'work') return `affiliation on the byline${yearsOf(tie)}`
  if (from === 'institution')
    return tie.count === 0
      ? `${tie.note ?? 'related'}, as its record states`
      : `${countOf(tie.count, 'shared work')}${yearsOf(tie)}`
  if (tie.count === 0) return `affiliated${yearsOf(tie)}, as the record states`
  return `${countOf(tie.count, 'work')} from there${yearsOf(tie)}`
}

function kindOf(id: string): string {
  return findEntityRef(id)?.kind ?? ''
}

function placeOf(note: string | null): string {
  const match = /^(\d+) of (\d+)$/.exec(note ?? '')
  if (match === null) return ''
  return match[2] === '1' ? ' alone' : ` as author ${match[1]} of ${match[2]}`
}

function yearsOf({ firstYear, lastYear }: GraphTie): string {
  if (firstYear === null || lastYear === null) return ''
  return firstYear === lastYear ? `, ${firstYear}` : `, ${firstYear} to ${lastYear}`
}
