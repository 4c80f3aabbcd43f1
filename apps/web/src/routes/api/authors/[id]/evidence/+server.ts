import { readAuthorEvidence } from '@bzpeer/reads'
import { answerOtherMethods } from '#lib/server/api-answer.ts'
import { answerRecord } from '#lib/server/api-record.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = ({ params, request }) =>
  answerRecord(request, 'author', params.id, readAuthorEvidence)

export const fallback: RequestHandler = answerOtherMethods
