import type { ListCursor } from '@bzpeer/reads'
import { AppError, collectionOf, entityKinds, type EntityKind } from '@bzpeer/schema'

const queryCharacters = 200
export const lastPage = 50
const filterCount = 12
const cursorCharacters = 80

/** A query parameter outside what a page can answer. */
export class MalformedQueryError extends AppError {
  constructor(message: string) {
    super('malformed-query', message)
  }
}

/** @throws {MalformedQueryError} when the text is longer than a search can take. */
export function parseQuery(url: URL): string {
  const query = (url.searchParams.get('q') ?? '').normalize('NFC').trim()
  if (query.length > queryCharacters) {
    throw new MalformedQueryError(`Expected at most ${queryCharacters} characters to search for, got ${query.length}.`)
  }
  return query.replaceAll('\0', '')
}

/** @throws {MalformedQueryError} when `page` is not a number from 1 to 50. */
export function parsePageNumber(url: URL): number {
  const text = url.searchParams.get('page') ?? '1'
  const page = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (page < 1 || page > lastPage) {
    throw new MalformedQueryError(
      `Expected a page from 1 to ${lastPage}, got "${text.slice(0, 20)}". Narrow the search to see more.`,
    )
  }
  return page
}

/** Reads `work` and `works` alike; `all` where none is named. */
export function parseSearchType(text: string | null): 'all' | EntityKind {
  if (text === null || text === '' || text === 'all') return 'all'
  const kind = entityKinds.find((each) => text === each || text === collectionOf[each])
  if (kind === undefined) {
    throw new MalformedQueryError(
      `Expected one of ${Object.values(collectionOf).join(', ')} or all, got "${text.slice(0, 20)}".`,
    )
  }
  return kind
}

const ownParameters = new Set(['q', 'type', 'page'])

/** Every other parameter is a filter; empty ones, as a form sends them, are none. */
export function parseFilters(url: URL): Record<string, string> {
  const filters = [...url.searchParams].filter(([name, value]) => value !== '' && !ownParameters.has(name))
  const tooLong = filters.some(([name, value]) => !/^[a-z][a-z_]{0,39}$/.test(name) || value.length > queryCharacters)
  if (tooLong || filters.length > filterCount) {
    throw new MalformedQueryError(`Expected at most ${filterCount} filters, each with a short name and value.`)
  }
  return Object.fromEntries(filters)
}

/** @throws {MalformedQueryError} when a cursor is longer than any this site hands out. */
export function parseCursor(url: URL): ListCursor {
  const after = url.searchParams.get('after')
  const before = after === null ? url.searchParams.get('before') : null
  if ((after ?? before ?? '').length > cursorCharacters) {
    throw new MalformedQueryError(
      'Expected a place in a list as the pages of this site link to it. Start at the first page.',
    )
  }
  return { after, before }
}

export const listStart: ListCursor = { after: null, before: null }

/** Whether a list begins at its beginning: such a page may be listed by search engines, the ones behind it not. */
export function isListStart({ after, before }: ListCursor): boolean {
  return after === null && before === null
}
