import { findOwnClaim, readAuthorPage, readRecordDoubts, readVouchRight } from '@bzpeer/reads'
import { getCaller } from '#lib/server/caller.ts'
import { foundOrForwarded, getEntityId } from '#lib/server/entity-page.ts'
import { isListStart, parseCursor } from '#lib/server/query-bounds.ts'
import { getSite } from '#lib/server/site.ts'
import { Unsent } from '#lib/unsent.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { params, url } = event
  const id = getEntityId('author', params.id, url)
  const cursor = parseCursor(url)
  const { reads } = getSite()
  const author = await foundOrForwarded(await readAuthorPage(reads, id, cursor), 'author', id, url)
  const caller = await getCaller(event)
  return {
    page: new Unsent(author),
    doubts: new Unsent(await readRecordDoubts(reads, id)),
    isFirstPage: isListStart(cursor),
    isSignedIn: caller !== undefined,
    vouch: new Unsent(caller && (await readVouchRight(reads, { authorId: id, isOwned: author.claimed, caller }))),
    ownClaim: caller && (await findOwnClaim(reads, { authorId: id, accountId: caller.accountId })),
  }
}
