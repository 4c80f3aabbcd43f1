import { type Community, nameCommunities, type ShownGraph } from '@bzpeer/explorer/graph'
import type { LayoutClient } from './layout-client.ts'

/** The communities of what is shown, found in the worker that computes, with their names. */
export async function findCommunitiesOf(shown: ShownGraph, layout: LayoutClient): Promise<Community[]> {
  return nameCommunities(shown, await layout.communities(shown))
}
