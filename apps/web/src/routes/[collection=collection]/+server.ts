import { collectionOf, entityKinds } from '@bzpeer/schema'
import { error, redirect } from '@sveltejs/kit'
import { searchPath } from '#lib/search-address.ts'
import type { RequestHandler } from './$types'

/** All of a kind: a search for nothing among it, which begins with the largest. */
export const GET: RequestHandler = ({ params: { collection } }) => {
  const kind = entityKinds.find((each) => collectionOf[each] === collection) ?? error(404, 'There is no such page.')
  redirect(308, searchPath('', kind))
}
