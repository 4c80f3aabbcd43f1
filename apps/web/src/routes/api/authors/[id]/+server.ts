import { readAuthorJson } from '@bzpeer/reads'
import { answerApi, answerOtherMethods } from '#lib/server/api-answer.ts'
import { parseIdOf } from '#lib/server/api-id.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ params, request, url }) =>
  answerApi(request, async () => readAuthorJson(getSite().reads, parseIdOf('author', params.id), originOf(url)))

export const fallback: RequestHandler = answerOtherMethods
