import type { AuthorPage, IdentifierLink, WorkPage } from '@bzpeer/reads'

/** schema.org statements about a page's entity: what the page says, for machines. */
export type Facts = Readonly<Record<string, unknown>>

function addressesOf(identifiers: readonly IdentifierLink[]): string[] {
  return identifiers.flatMap(({ url }) => (url === null ? [] : [url]))
}

/** https://schema.org/Person */
export function personFacts(author: AuthorPage, origin: string): Facts {
  const { affiliation } = author
  return {
    '@type': 'Person',
    '@id': origin + author.path,
    name: author.name,
    alternateName: author.alternativeNames,
    description: author.description,
    sameAs: addressesOf(author.identifiers),
    ...(affiliation === null
      ? {}
      : { affiliation: { '@type': 'Organization', name: affiliation.name, url: origin + affiliation.path } }),
  }
}

/** https://schema.org/ScholarlyArticle */
export function articleFacts(work: WorkPage, origin: string): Facts {
  return {
    '@type': 'ScholarlyArticle',
    '@id': origin + work.path,
    headline: work.name,
    datePublished: work.date ?? work.year?.toString(),
    inLanguage: work.language ?? undefined,
    author: work.byline.map(({ name, path }) => ({
      '@type': 'Person',
      name,
      ...(path === null ? {} : { url: origin + path }),
    })),
    ...(work.source === null
      ? {}
      : { isPartOf: { '@type': 'CreativeWork', name: work.source.name, url: origin + work.source.path } }),
    sameAs: addressesOf(work.identifiers),
  }
}

/** The statements as an element of a page's head. A `<` within them must not end it. */
export function toDataBlock(facts: Facts): string {
  const text = JSON.stringify({ '@context': 'https://schema.org', ...facts }).replaceAll('<', '\\u003c')
  return `<script type="application/ld+json">${text}</script>`
}
