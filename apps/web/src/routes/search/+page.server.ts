import { readSearchPage } from '@bzpeer/reads'
import { parseFilters, parsePageNumber, parseQuery, parseSearchType } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  const filters = parseFilters(url)
  const question = { query: parseQuery(url), type: parseSearchType(url.searchParams.get('type')), page: parsePageNumber(url), filters }
  return { search: await readSearchPage(getSite().reads, question), filters }
}
