import { findIdentifier, isKnownScheme, resolverUrl } from '@bzpeer/schema'
import { nameOfScheme } from './entity-words.ts'

/** Where a piece of evidence can be checked, and what that place is called. */
export interface EvidenceAddress {
  readonly href: string
  readonly label: string
  readonly isExternal: boolean
}

/** Leads to a page of the web, a page of this site, or what resolves an identifier such as `doi:10.1/x`; else nowhere. */
export function findEvidenceAddress(source: string): EvidenceAddress | undefined {
  if (/^https?:\/\//i.test(source)) return findWebAddress(source)
  const id = /^\/(?:works|authors|institutions|topics|sources)\/([WAITS]\d{1,16})$/.exec(source)?.[1]
  if (id !== undefined) return { href: source, label: id, isExternal: false }
  const [, scheme = '', value = ''] = /^([a-z]+):(.+)$/s.exec(source) ?? []
  const identifier = isKnownScheme(scheme) ? findIdentifier(scheme, value) : undefined
  if (identifier === undefined) return undefined
  const resolver = resolverUrl(identifier)
  const label = `${nameOfScheme(scheme)} ${identifier.value}`
  return resolver === undefined
    ? { href: `/${scheme}/${encodeURIComponent(identifier.value)}`, label, isExternal: false }
    : { href: resolver, label, isExternal: true }
}

function findWebAddress(text: string): EvidenceAddress | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  return { href: url.href, label: `${url.hostname}${url.pathname === '/' ? '' : url.pathname}`, isExternal: true }
}
