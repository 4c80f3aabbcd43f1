import { findEntityRef } from '@bzpeer/schema'
import { error } from '@sveltejs/kit'
import { forwardMerged } from '#lib/server/entity-page.ts'
import { getSite } from '#lib/server/site.ts'
import { findCardFacts } from '#lib/server/social-card/card-facts.ts'
import { cardAnswer } from '#lib/server/social-card/card-answer.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ params, url }) => {
  const facts = await findCardFacts(getSite().reads, params.collection, params.id)
  if (facts !== undefined) return cardAnswer(facts)
  const ref = findEntityRef(params.id)
  if (ref !== undefined) await forwardMerged(ref, url)
  return error(404, 'There is no such card.')
}
