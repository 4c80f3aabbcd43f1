import { readWorkJson } from '@bzpeer/reads'
import { answerApi, answerOtherMethods } from '#lib/server/api-answer.ts'
import { parseIdOf } from '#lib/server/api-id.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ params, request, url }) =>
  answerApi(request, async () => readWorkJson(getSite().reads, parseIdOf('work', params.id), originOf(url)))

export const fallback: RequestHandler = answerOtherMethods
