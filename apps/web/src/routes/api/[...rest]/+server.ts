import { answerPreflight, problem } from '#lib/server/api-answer.ts'
import type { RequestHandler } from './$types'

/** Whatever else is asked of the interface is answered in its own language, not with a page. */
export const fallback: RequestHandler = ({ request, url }) => {
  if (request.method === 'OPTIONS') return answerPreflight()
  return problem(404, 'not-found', `The interface has nothing at ${url.pathname.slice(0, 120)}.`)
}
