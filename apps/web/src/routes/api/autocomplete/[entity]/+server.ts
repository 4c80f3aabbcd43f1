import { listSuggestions } from '@bzpeer/reads'
import { entityKinds, collectionOf } from '@bzpeer/schema'
import { answerApi, answerOtherMethods } from '#lib/server/api-answer.ts'
import { parseQuery } from '#lib/server/query-bounds.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

const suggestionsShown = 8

/** Answers in the shape of OpenAlex's autocomplete; `all` looks among every kind of entity. */
export const GET: RequestHandler = ({ params, request, url }) => answerApi(request, () => suggest(params.entity, url))

export const fallback: RequestHandler = answerOtherMethods

async function suggest(entity: string, url: URL): Promise<unknown> {
  const kind = entityKinds.find((each) => collectionOf[each] === entity)
  if (kind === undefined && entity !== 'all') return undefined
  const query = parseQuery(url)
  const asked = { query, limit: suggestionsShown, ...(kind === undefined ? {} : { kind }) }
  const suggestions = query === '' ? [] : await listSuggestions(getSite().reads, asked)
  return {
    meta: { count: suggestions.length, page: 1, per_page: suggestionsShown },
    results: suggestions.map((each) => ({
      id: originOf(url) + each.path,
      short_id: `${collectionOf[each.kind]}/${each.id}`,
      display_name: each.name,
      hint: each.detail,
      entity_type: each.kind,
    })),
  }
}
