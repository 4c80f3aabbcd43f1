import { findIdentified, readSearchPage } from '@bzpeer/reads'
import { pathOf } from '@bzpeer/schema'
import { redirect } from '@sveltejs/kit'
import { lastPage, parseFilters, parsePageNumber, parseQuery, parseSearchType } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  const filters = parseFilters(url)
  const page = parsePageNumber(url)
  const question = { query: parseQuery(url), type: parseSearchType(url.searchParams.get('type')), page, filters }
  const { reads } = getSite()
  const identified = await findIdentified(reads, question.query)
  // Not for ever: records are merged and split.
  if (identified !== undefined && (question.type === 'all' || question.type === identified.kind))
    redirect(302, pathOf(identified))
  const search = await readSearchPage(reads, question)
  return { page: new Unsent({ ...search, hasNextPage: search.hasNextPage && page < lastPage }), filters }
}
