import { drawCard, type CardFacts } from './draw-card.ts'

/** A drawn card; networks that show it fetch it rarely, so it may be a day old. */
export async function cardAnswer(facts: CardFacts): Promise<Response> {
  return new Response(await drawCard(facts), {
    headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' },
  })
}
