import { readSearchPage } from '@bzpeer/reads'
import { lastPage, parseFilters, parsePageNumber, parseQuery, parseSearchType } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  const filters = parseFilters(url)
  const page = parsePageNumber(url)
  const question = { query: parseQuery(url), type: parseSearchType(url.searchParams.get('type')), page, filters }
  const search = await readSearchPage(getSite().reads, question)
  return { page: new Unsent({ ...search, hasNextPage: search.hasNextPage && page < lastPage }), filters }
}
