import type { Fact } from './components/collection/FactCard.svelte'

/** Those facts that the source states, in the order given. */
export function statedFacts(values: Readonly<Record<string, string | null>>): Fact[] {
  return Object.entries(values).flatMap(([term, value]) => (value === null ? [] : [{ term, value }]))
}

/** A home page by its host; a link only where the source gave an address of the web. */
export function homepageFact(url: string | null): Fact[] {
  if (url === null) return []
  const address = URL.parse(url)
  const isWeb = address?.protocol === 'https:' || address?.protocol === 'http:'
  return [
    isWeb
      ? { term: 'Home page', value: address.hostname.replace(/^www\./, ''), href: url }
      : { term: 'Home page', value: url },
  ]
}
