import { readAtlas } from '@bzpeer/reads'
import { mapOfAtlas } from '#lib/map-places.ts'
import { answerApi, answerOtherMethods } from '#lib/server/api-answer.ts'
import { parseAtlasQuestion } from '#lib/server/atlas-question.ts'
import { getSite, originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

/** The places of the atlas that stand somewhere, and the lines between them. */
export const GET: RequestHandler = ({ request, url }) =>
  answerApi(request, async () => {
    const question = parseAtlasQuestion(url)
    const atlas = await readAtlas(getSite().reads, question)
    const { places, lines } = mapOfAtlas(atlas, question.by)
    const origin = originOf(url)
    return {
      basis: atlas.basis,
      topic: atlas.topic === null ? null : origin + atlas.topic.path,
      without_coordinates: atlas.unmapped,
      places: places.map((place) => ({ ...place, url: origin + place.url })),
      lines,
    }
  })

export const fallback: RequestHandler = answerOtherMethods
