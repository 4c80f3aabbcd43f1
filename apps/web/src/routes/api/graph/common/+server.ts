import { readGraphCommon } from '@bzpeer/reads'
import { answerApi, answerOtherMethods } from '#lib/server/api-answer.ts'
import { forwardMergedOf, parseEntity } from '#lib/server/graph-query.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ request, url }) =>
  answerApi(request, async () => {
    const query = { a: parseEntity(url, 'a'), b: parseEntity(url, 'b') }
    const common = await readGraphCommon(getSite().reads, query, originOf(url))
    if (common === undefined) await forwardMergedOf(url, ['a', 'b'])
    return common
  })

export const fallback: RequestHandler = answerOtherMethods
