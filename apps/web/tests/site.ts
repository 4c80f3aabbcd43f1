import { inject } from 'vitest'

/** The site with the bundled sample. */
export const origin = inject('origin')

interface Suggestions {
  readonly results: readonly { readonly id: string; readonly display_name: string }[]
}

/** Address of the page of the one entity of this name, `/authors/A1`; its number is nobody's business here. */
export async function findPath(collection: string, name: string, at = origin): Promise<string> {
  const response = await fetch(`${at}/api/autocomplete/${collection}?q=${encodeURIComponent(name)}`)
  const { results } = (await response.json()) as Suggestions
  const found = results.filter(({ display_name }) => display_name === name)
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`There are ${found.length} ${collection} "${name}".`)
  return new URL(found[0].id).pathname
}

/** `A1` of `/authors/A1` */
export function idIn(path: string): string {
  return path.split('/').at(-1) ?? ''
}

export const monarchTitle = 'Monarch: Expressive Structured Matrices for Efficient and Accurate Training'
