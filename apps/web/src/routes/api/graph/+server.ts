import { readGraphSlice } from '@bzpeer/reads'
import { answerApi, answerOtherMethods } from '#lib/server/api-answer.ts'
import { forwardMerged } from '#lib/server/entity-page.ts'
import { parseGraphQuery } from '#lib/server/graph-query.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ request, url }) =>
  answerApi(request, async () => {
    const query = parseGraphQuery(url)
    const slice = await readGraphSlice(getSite().reads, query, originOf(url))
    if (slice === undefined) await forwardMerged(query.focus, url)
    return slice
  })

export const fallback: RequestHandler = answerOtherMethods
