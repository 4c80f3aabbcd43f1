import { readGraphPath } from '@bzpeer/reads'
import { answerApi, answerOtherMethods } from '#lib/server/api-answer.ts'
import { forwardMergedOf, parsePathQuery } from '#lib/server/graph-query.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ request, url }) =>
  answerApi(request, async () => {
    const query = parsePathQuery(url)
    const path = await readGraphPath(getSite().reads, query, originOf(url))
    if (path === undefined) await forwardMergedOf(url, ['from', 'to'])
    return path
  })

export const fallback: RequestHandler = answerOtherMethods
