import { cardAnswer } from '#lib/server/social-card/card-answer.ts'
import { siteCard } from '#lib/server/social-card/card-facts.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = () => cardAnswer(siteCard)
