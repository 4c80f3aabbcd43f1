import type { GraphCommon, GraphPath, GraphSlice } from '@bzpeer/domain'
import type { GraphPart, Way } from '@bzpeer/explorer/graph'
import { entityKinds } from '@bzpeer/schema'
import { aroundExpanded, aroundFocus } from '#lib/explorer-bounds.ts'

/** The interface answered that it cannot, in a sentence. */
export class GraphRefusedError extends Error {
  readonly code = 'graph-refused'
  /** 404, 410 and the like will say the same next time. */
  readonly isFinal: boolean

  constructor(detail: string, isFinal: boolean) {
    super(detail)
    this.name = 'GraphRefusedError'
    this.isFinal = isFinal
  }
}

/** What surrounds somebody, as far as an explorer asks for it. */
export interface Surroundings extends GraphPart {
  /** Neighbours beside those that are here; at least so many where `isExact` is not. */
  readonly more: { readonly count: number; readonly isExact: boolean }
}

/** What the explorer has asked for, each once; what failed is asked for again. */
export class GraphQuestions {
  readonly #asked = new Map<string, Promise<unknown>>()

  async around(id: string, isFocus: boolean): Promise<Surroundings> {
    const query = `focus=${id}&depth=1&limit=${isFocus ? aroundFocus : aroundExpanded}&kinds=${entityKinds.join(',')}`
    const slice = await this.#ask<GraphSlice>(`/api/graph?${query}`)
    const { nodes, edges, total, is_total_exact } = slice
    return { around: id, nodes, edges, more: { count: total - nodes.length, isExact: is_total_exact } }
  }

  way({ from, to, by, kind }: Way): Promise<GraphPath> {
    return this.#ask(`/api/graph/path?from=${from}&to=${to}&by=${by}&kind=${kind}`)
  }

  common([a, b]: readonly [string, string]): Promise<GraphCommon> {
    return this.#ask(`/api/graph/common?a=${a}&b=${b}`)
  }

  #ask<Answer>(address: string): Promise<Answer> {
    const known = this.#asked.get(address) as Promise<Answer> | undefined
    if (known !== undefined) return known
    const asked = fetchAnswer<Answer>(address)
    this.#asked.set(address, asked)
    asked.catch(() => this.#asked.delete(address))
    return asked
  }
}

async function fetchAnswer<Answer>(address: string): Promise<Answer> {
  const response = await fetch(address)
  if (response.ok) return (await response.json()) as Answer
  throw new GraphRefusedError(await detailOf(response), response.status < 500 && response.status !== 429)
}

/** The sentence of a problem+json, or one of our own. */
async function detailOf(response: Response): Promise<string> {
  try {
    const { detail } = (await response.json()) as { detail?: unknown }
    if (typeof detail === 'string') return detail
  } catch {
    // What stands between the site and its reader may answer in another way.
  }
  return `The site answered ${response.status}. Try again in a moment.`
}
