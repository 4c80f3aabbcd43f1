/** An identifier other than the public id: a scheme and a value in canonical form. */
export interface Identifier {
  readonly scheme: string
  readonly value: string
}

type Canonicalise = (text: string) => string | undefined

function matching(prefix: RegExp, shape: RegExp, lower = false): Canonicalise {
  return (text) => {
    const bare = text.trim().replace(prefix, '')
    const value = lower ? bare.toLowerCase() : bare
    return shape.test(value) ? value : undefined
  }
}

const anything: Canonicalise = (text) => {
  const value = text.trim()
  return value.length > 0 && value.length <= 300 ? value : undefined
}

/** How each known scheme is written in canonical form; a scheme not listed is kept as it came. */
const canonicalForms: Readonly<Record<string, Canonicalise>> = {
  doi: matching(/^(?:doi:\s*|https?:\/\/(?:dx\.)?doi\.org\/)/i, /^10\.\d{4,9}\/\S{1,290}$/, true),
  orcid: (text) => {
    const bare = text.trim().toUpperCase().replace(/^HTTPS?:\/\/(?:WWW\.)?ORCID\.ORG\//, '')
    return isOrcid(bare) ? bare : undefined
  },
  ror: matching(/^https?:\/\/(?:www\.)?ror\.org\//i, /^0[a-hj-km-np-tv-z0-9]{6}\d{2}$/, true),
  // Without its version: the identifier is of the work, not of one text of it.
  arxiv: matching(
    /^(?:arxiv:\s*|https?:\/\/(?:www\.)?arxiv\.org\/(?:abs|pdf)\/)|v\d+$/gi,
    /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?\/\d{7})$/,
  ),
  pmid: matching(/^(?:pmid:\s*|https?:\/\/(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov\/pubmed)\/)/i, /^\d{1,9}$/),
  pmcid: matching(/^(?:https?:\/\/www\.ncbi\.nlm\.nih\.gov\/pmc\/articles\/)?(?:PMC)?/i, /^\d{1,9}$/),
  issn: matching(/^(?:urn:)?issn:?\s*/i, /^\d{4}-\d{3}[\dX]$/),
  wikidata: matching(/^https?:\/\/(?:www\.)?wikidata\.org\/(?:wiki|entity)\//i, /^Q\d+$/),
}

/** The check digit of ISO 7064 11,2 that ends every ORCID iD. */
function isOrcid(text: string): boolean {
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(text)) return false
  let total = 0
  for (const digit of text.replaceAll('-', '').slice(0, 15)) total = (total + Number(digit)) * 2
  const check = (12 - (total % 11)) % 11
  return text.endsWith(check === 10 ? 'X' : String(check))
}

/** The canonical identifier, or undefined when the text is not one of that scheme. */
export function findIdentifier(scheme: string, text: string): Identifier | undefined {
  const value = (canonicalForms[scheme] ?? anything)(text)
  return value === undefined ? undefined : { scheme, value }
}

/** Schemes that lead from the identifier to the work itself, and keep doing so. */
const resolvers: Readonly<Record<string, (value: string) => string>> = {
  doi: (value) => `https://doi.org/${encodeURI(value)}`,
  arxiv: (value) => `https://arxiv.org/abs/${value}`,
  pmid: (value) => `https://pubmed.ncbi.nlm.nih.gov/${value}/`,
  pmcid: (value) => `https://www.ncbi.nlm.nih.gov/pmc/articles/PMC${value}/`,
  acl: (value) => `https://aclanthology.org/${encodeURIComponent(value)}/`,
  openreview: (value) => `https://openreview.net/forum?id=${encodeURIComponent(value)}`,
  orcid: (value) => `https://orcid.org/${value}`,
  ror: (value) => `https://ror.org/${value}`,
  wikidata: (value) => `https://www.wikidata.org/wiki/${value}`,
  issn: (value) => `https://portal.issn.org/resource/ISSN/${value}`,
}

/** Address at which the outside world resolves the identifier; undefined where there is none. */
export function resolverUrl({ scheme, value }: Identifier): string | undefined {
  return resolvers[scheme]?.(value)
}

const persistentWorkSchemes = new Set(['doi', 'arxiv', 'pmid', 'pmcid', 'acl', 'openreview'])

/** Whether an identifier of this scheme makes a work findable independently of this site. */
export function isPersistentForWorks(scheme: string): boolean {
  return persistentWorkSchemes.has(scheme)
}
