import { findEntityRef, findIdentifier, formatId } from '@bzpeer/schema'
import { MalformedCorrectionError } from './correction.ts'

/** In the order in which a text is tried: what looks like several of them is the first. */
const schemes = ['doi', 'arxiv', 'pmcid', 'pmid'] as const

/**
 * What somebody types to name a work: its address or id on this site, or a DOI, arXiv id, PubMed id, bare or as a link.
 * @returns `W123`, or scheme and value such as `doi:10.1234/abc`.
 * @throws {MalformedCorrectionError}
 */
export function parseWorkMention(text: string): string {
  const trimmed = text.trim()
  const ref = findEntityRef(trimmed)
  if (ref?.kind === 'work') return formatId(ref)
  // A bare number says nothing about where it counts.
  const isNamed = !/^\d+$/.test(trimmed)
  for (const scheme of isNamed ? schemes : []) {
    const found = findIdentifier(scheme, trimmed)
    if (found !== undefined) return `${scheme}:${found.value}`
  }
  throw new MalformedCorrectionError(
    'Name the work by its address on this site, or by its DOI, arXiv id or PubMed id, such as 10.1234/abc or arXiv:2204.00595.',
  )
}
