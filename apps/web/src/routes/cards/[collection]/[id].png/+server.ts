import { error } from '@sveltejs/kit'
import { getSite } from '#lib/server/site.ts'
import { findCardFacts } from '#lib/server/social-card/card-facts.ts'
import { cardAnswer } from '#lib/server/social-card/card-answer.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ params }) => {
  const facts = await findCardFacts(getSite().reads, params.collection, params.id)
  return facts === undefined ? error(404, 'There is no such card.') : cardAnswer(facts)
}
