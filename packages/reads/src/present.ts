import { AppError, type EntityKind, formatId, type Identifier, pathOf, resolverUrl } from '@bzpeer/schema'
import type { IdentifierRow, ProvenanceRow, WorkCardRow, WorkPosition } from '@bzpeer/store'
import type {
  BylineName,
  CountedTopic,
  IdentifierLink,
  Link,
  Paged,
  Provenance,
  TopicLink,
  WorkCard,
} from './page-shapes.ts'

/** Rows of the store as the plain values that pages show. */

export function toLink(kind: EntityKind, id: number, name: string | null): Link {
  return { id: formatId({ kind, id }), path: pathOf({ kind, id }), name: name ?? untitled }
}

const untitled = 'Untitled'

export function toLinkOrNull(kind: EntityKind, id: number | null, name: string | null): Link | null {
  return id === null || name === null ? null : toLink(kind, id, name)
}

export function toIdentifiers(rows: readonly IdentifierRow[] | null): IdentifierLink[] {
  return (rows ?? []).map(([scheme, value]) => toIdentifier({ scheme, value }))
}

/** How many identifiers there are, those that were not read included. */
export function countIdentifiers(rows: readonly IdentifierRow[] | null): number {
  return rows?.[0]?.[2] ?? 0
}

function toIdentifier(identifier: Identifier): IdentifierLink {
  return { ...identifier, url: resolverUrl(identifier) ?? null }
}

export function toTopics(rows: readonly (readonly [number, string, number | null, boolean])[] | null): TopicLink[] {
  return (rows ?? []).map(([id, name, score, derived]) => ({ ...toLink('topic', id, name), score, derived }))
}

export function toCountedTopics(rows: readonly (readonly [number, string, number, boolean])[] | null): CountedTopic[] {
  return (rows ?? []).map(([id, name, works, derived]) => ({
    ...toLink('topic', id, name),
    works,
    derived,
    score: null,
  }))
}

export function toProvenance(rows: readonly ProvenanceRow[] | null): Provenance[] {
  return (rows ?? []).map(([source, observedAt, updatedAt]) => ({
    source,
    observedAt: toInstant(observedAt),
    updatedAt: updatedAt === null ? null : toInstant(updatedAt),
  }))
}

/** JSON from the database carries an offset and microseconds; ours are in UTC, to the second. */
export function toInstant(text: string): string {
  return new Date(text).toISOString().replace(/\.\d+Z$/, 'Z')
}

export function toBylineName(rawName: string, authorId: number | null, displayName: string | null): BylineName {
  return authorId === null || displayName === null
    ? { name: rawName, path: null }
    : { name: displayName, path: pathOf({ kind: 'author', id: authorId }) }
}

const abstractInLists = 600

export function toWorkCard(row: WorkCardRow): WorkCard {
  return {
    ...toLink('work', row.id, row.title),
    type: row.type,
    year: row.publication_year,
    source: toLinkOrNull('source', row.source_id, row.source_name),
    abstract: row.abstract === null ? null : shorten(row.abstract, abstractInLists),
    byline: (row.byline ?? []).map(([rawName, authorId, name]) => toBylineName(rawName, authorId, name)),
    bylineCount: row.byline_count,
    identifiers: toIdentifiers(row.identifiers),
    topics: toTopics(row.topics),
    isOpenAccess: row.is_oa,
    citedByCount: row.cited_by,
  }
}

/** Cut at a word's end, with an ellipsis where something was cut. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  const end = cut.lastIndexOf(' ')
  return `${cut.slice(0, end > length / 2 ? end : length).trimEnd()} …`
}

export interface ListCursor {
  readonly after: string | null
  readonly before: string | null
}

export class MalformedCursorError extends AppError {
  constructor(text: string) {
    super('malformed-cursor', `Expected a place in a list such as 2022-1000000044597, got "${text.slice(0, 60)}".`)
  }
}

/** The numbers of a cursor, which the groups of `shape` take out. @throws {MalformedCursorError} */
export function parsePlace(text: string | null, shape: RegExp): number[] | null {
  if (text === null) return null
  const match = shape.exec(text)
  if (match === null) throw new MalformedCursorError(text)
  return match.slice(1).map(Number)
}

export function parseCursor(text: string | null): WorkPosition | null {
  const [year, workId] = parsePlace(text, /^(\d{1,4})-(\d{1,16})$/) ?? []
  return year === undefined || workId === undefined ? null : { year, workId }
}

const workCursorOf = (row: WorkCardRow): string => `${row.publication_year ?? 0}-${row.id}`

interface PageOf<Row, Item> {
  readonly pageSize: number
  readonly total: number
  readonly cursor: ListCursor
  readonly cursorOf: (row: Row) => string
  readonly toItem: (row: Row) => Item
}

export function toWorkPage(
  rows: readonly WorkCardRow[],
  pageSize: number,
  total: number,
  cursor: ListCursor,
): Paged<WorkCard> {
  return toPage(rows, { pageSize, total, cursor, cursorOf: workCursorOf, toItem: toWorkCard })
}

/** A page by keyset, from one row more than it shows: the extra row tells that the list goes on. */
export function toPage<Row, Item>(rows: readonly Row[], page: PageOf<Row, Item>): Paged<Item> {
  const { pageSize, total, cursorOf, toItem } = page
  const { after, before } = page.cursor
  const isBackwards = after === null && before !== null
  const hasMore = rows.length > pageSize
  const shown = isBackwards ? rows.slice(-pageSize) : rows.slice(0, pageSize)
  const [first] = shown
  const last = shown.at(-1)
  const goesOn = isBackwards || hasMore
  const goesBack = isBackwards ? hasMore : after !== null
  return {
    items: shown.map(toItem),
    total,
    next: goesOn && last !== undefined ? cursorOf(last) : null,
    previous: goesBack && first !== undefined ? cursorOf(first) : null,
  }
}
