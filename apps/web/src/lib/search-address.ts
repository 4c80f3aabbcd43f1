import type { SearchPage } from '@bzpeer/reads'
import { collectionOf } from '@bzpeer/schema'

/** Address of a search: its words, its type, its page and its filters, leaving out what is the default. */
export function searchPath(
  query: string,
  type: SearchPage['type'],
  page = 1,
  filters: Readonly<Record<string, string>> = {},
): string {
  const parameters = new URLSearchParams()
  if (query !== '') parameters.set('q', query)
  if (type !== 'all') parameters.set('type', collectionOf[type])
  for (const [name, value] of Object.entries(filters)) parameters.set(name, value)
  if (page > 1) parameters.set('page', String(page))
  const text = parameters.toString()
  return text === '' ? '/search' : `/search?${text}`
}
