import type { WayKind, WayLinks } from '@bzpeer/domain'
import { type EntityKind, entityKinds, findEntityRef, formatId } from '@bzpeer/schema'
import {
  type ExplorerState,
  type Pin,
  startAt,
  stateBounds,
  tableSorts,
  type View,
  type Way,
  type YearRange,
} from './explorer-state.ts'

/**
 * The state of an explorer as it stands in an address: `focus=A1&v=1&expand=A2,W3&hide=W9&pin=A2:120:-33&kinds=work`
 * `&years=2010-2020&topic=T12&strength=30&until=2015&colours=communities&way=A1:A7:coauthors:shortest&common=A1:A7`
 * `&chosen=A2&sort=name&view=0:0:1.25`. What has its usual value is left out. `v` says by which rules it is read.
 */
const version = '1'

const usual = startAt('')
const wayLinks: readonly WayLinks[] = ['coauthors', 'citations']
const wayKinds: readonly WayKind[] = ['shortest', 'strongest']

export function formatState(state: ExplorerState): string {
  const { expanded, hidden, pinned, kinds, years, way, common, view } = state
  const parts: readonly (readonly [string, string])[] = [
    ['expand', expanded.join(',')],
    ['hide', hidden.join(',')],
    ['pin', pinned.map(({ id, x, y }) => `${id}:${x}:${y}`).join(',')],
    ['kinds', kinds.length === entityKinds.length ? '' : kinds.join(',') || 'none'],
    ['years', years === null ? '' : `${years.from ?? ''}-${years.to ?? ''}`],
    ['topic', state.topic ?? ''],
    ['strength', state.strength === 0 ? '' : String(state.strength)],
    ['until', state.until === null ? '' : String(state.until)],
    ['colours', state.colours === usual.colours ? '' : state.colours],
    ['way', way === null ? '' : [way.from, way.to, way.by, way.kind].join(':')],
    ['common', common === null ? '' : common.join(':')],
    ['chosen', state.chosen ?? ''],
    ['sort', state.sort === usual.sort ? '' : state.sort],
    ['view', view === null ? '' : [round(view.x, 0), round(view.y, 0), round(view.zoom, 3)].join(':')],
  ]
  const said = parts.filter(([, value]) => value !== '')
  const versioned: typeof parts = said.length === 0 ? [] : [['v', version], ...said]
  // Ids, words and numbers with `,` `:` `-` `.` between: none needs an escape in a query.
  return [['focus', state.focus], ...versioned].map(([name, value]) => `${name}=${value}`).join('&')
}

/**
 * What an address says; undefined where it names no focus. Whatever cannot be read, is of another version, or is more
 * than an explorer holds, is passed over: such a link still shows its focus.
 */
export function parseState(parameters: URLSearchParams): ExplorerState | undefined {
  const focus = parseId(parameters.get('focus'))
  if (focus === null) return undefined
  const start = startAt(focus)
  const read = (name: string): string => parameters.get(name) ?? ''
  if (!['', version].includes(read('v'))) return start
  return {
    focus,
    expanded: parseIds(read('expand'), stateBounds.expanded).filter((id) => id !== focus),
    hidden: parseIds(read('hide'), stateBounds.hidden).filter((id) => id !== focus),
    pinned: parsePins(read('pin')),
    kinds: parseKinds(parameters.getAll('kinds').join(',')),
    // A form that no script has joined sends the two years apart.
    years: parseYears(read('years') || `${read('from')}-${read('to')}`),
    topic: parseId(read('topic')),
    strength: parseWhole(read('strength'), 0, 100) ?? 0,
    until: parseWhole(read('until'), 0, 9999),
    colours: read('colours') === 'communities' ? 'communities' : 'kinds',
    way: parseWay(read('way')),
    common: parsePair(read('common')),
    chosen: parseId(read('chosen')),
    sort: tableSorts.find((sort) => sort === read('sort')) ?? 'closeness',
    view: parseView(read('view')),
  }
}

function parseId(text: string | null | undefined): string | null {
  const ref = findEntityRef((text ?? '').slice(0, 20))
  return ref === undefined ? null : formatId(ref)
}

function parseIds(text: string, most: number): string[] {
  const ids = text.split(',', most * 2).flatMap((part) => parseId(part) ?? [])
  return [...new Set(ids)].slice(0, most)
}

function parsePins(text: string): Pin[] {
  const pins = text.split(',', stateBounds.pinned).flatMap((part) => {
    const [idText, xText = '', yText = ''] = part.split(':', 3)
    const [id, x, y] = [parseId(idText), parsePlace(xText), parsePlace(yText)]
    return id === null || x === null || y === null ? [] : [{ id, x, y }]
  })
  return [...new Map(pins.map((each) => [each.id, each])).values()]
}

function parsePlace(text: string): number | null {
  return parseWhole(text, -stateBounds.place, stateBounds.place)
}

function parseWhole(text: string, least: number, most: number): number | null {
  const value = /^-?\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : null
}

function parseKinds(text: string): readonly EntityKind[] {
  if (text === '') return entityKinds
  const names = new Set(text.split(',', 8))
  return entityKinds.filter((kind) => names.has(kind))
}

function parseYears(text: string): YearRange | null {
  const match = /^(\d{1,4})?-(\d{1,4})?$/.exec(text)
  if (match === null || text === '-') return null
  const [from, to] = [match[1], match[2]].map((year) => (year === undefined ? null : Number(year)))
  return { from: from ?? null, to: to ?? null }
}

function parseWay(text: string): Way | null {
  const [from, to, by, kind] = text.split(':', 4)
  const ends = [parseId(from), parseId(to)]
  const [links, measure] = [wayLinks.find((each) => each === by), wayKinds.find((each) => each === kind)]
  const areTold = ends.every((id) => id?.startsWith('A')) && links !== undefined && measure !== undefined
  return areTold ? { from: ends[0] ?? '', to: ends[1] ?? '', by: links, kind: measure } : null
}

function parsePair(text: string): readonly [string, string] | null {
  const [a, b] = text.split(':', 2).map(parseId)
  return a === undefined || a === null || b === undefined || b === null ? null : [a, b]
}

function parseView(text: string): View | null {
  const [xText = '', yText = '', zoomText = ''] = text.split(':', 3)
  const [x, y] = [parsePlace(xText), parsePlace(yText)]
  const zoom = /^\d{1,2}(\.\d{1,3})?$/.test(zoomText) ? Number(zoomText) : 0
  const isPossible = zoom >= stateBounds.leastZoom && zoom <= stateBounds.mostZoom
  return x === null || y === null || !isPossible ? null : { x, y, zoom }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
