import { getDomain } from 'tldts'

/** What stands behind the @. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase()
}

/**
 * The part of a host that its owner registered, by the Public Suffix List, or undefined where it is none: `stanford.edu`
 * of `cs.stanford.edu`, `ox.ac.uk` of `maths.ox.ac.uk`, and nothing of `ac.uk`. Suffixes under which anyone gets a page
 * (`github.io`) count as such too: whoever has a page there speaks for that page alone.
 */
export function registeredDomain(host: string): string | undefined {
  return getDomain(host.toLowerCase(), { allowPrivateDomains: true }) ?? undefined
}
