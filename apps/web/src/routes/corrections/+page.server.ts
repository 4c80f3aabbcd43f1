import { correctionStatuses, type CorrectionStatus } from '@bzpeer/domain'
import { readCorrectionList } from '@bzpeer/reads'
import { MalformedQueryError } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ url }) => {
  const asked = { status: parseStatus(url), before: parseBefore(url) }
  return { page: new Unsent({ ...asked, list: await readCorrectionList(getSite().reads, asked) }) }
}

function parseStatus({ searchParams }: URL): CorrectionStatus | null {
  const text = searchParams.get('status') ?? ''
  if (text === '') return null
  const status = correctionStatuses.find((each) => each === text)
  if (status === undefined)
    throw new MalformedQueryError(`Expected one of ${correctionStatuses.join(', ')}, got "${text.slice(0, 20)}".`)
  return status
}

function parseBefore({ searchParams }: URL): number | null {
  const text = searchParams.get('before') ?? ''
  if (text === '') return null
  if (!/^\d{1,9}$/.test(text))
    throw new MalformedQueryError(`Expected the number of a correction, got "${text.slice(0, 20)}".`)
  return Number(text)
}
