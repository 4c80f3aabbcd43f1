import { parseView } from '@bzpeer/explorer/map-view'
import { readAtlas } from '@bzpeer/reads'
import { parseAtlasQuestion, parseChoice } from '#lib/server/atlas-question.ts'
import { parsePageNumber } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { atlasPage } from '#lib/server/atlas-page.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  const question = parseAtlasQuestion(url)
  const number = parsePageNumber(url)
  const sort = parseChoice(url.searchParams, 'sort', [question.by, 'works', 'people', 'name', 'where', 'shared'])
  const at = url.searchParams.get('at') ?? ''
  const atlas = await readAtlas(getSite().reads, question)
  return {
    page: new Unsent(atlasPage(atlas, sort, number)),
    asked: { topic: question.topic, from: question.fromYear, to: question.toYear, show: question.by, sort },
    at: parseView(at) === undefined ? '' : at,
  }
}
