import { render } from 'svelte/server'
import ContextLists from '#lib/components/ContextLists.svelte'
import { getContextSlice } from '#lib/server/context-slice.ts'
import type { RequestHandler } from './$types'

/** The lists of a slice as a piece of a page, for the element that loads them after it. */
export const GET: RequestHandler = async ({ url }) => {
  const slice = await getContextSlice(url)
  const { body } = render(ContextLists, { props: { slice } })
  return new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8', 'x-robots-tag': 'noindex' } })
}
