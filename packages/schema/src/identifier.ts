/** An identifier other than the public id: a scheme and a value in canonical form. */
export interface Identifier {
  readonly scheme: string
  readonly value: string
}

type Canonicalise = (text: string) => string | undefined

interface Form {
  /** What people and sources write before the value: the scheme's name, or a resolver's address. */
  readonly before: RegExp
  /** What they write behind it. */
  readonly behind?: RegExp
  readonly shape: RegExp
  /** Brings a bare value that may have the shape into the one way of writing it. */
  readonly tidy?: (value: string) => string
}

function written({ before, behind = /\/$/, shape, tidy = (value) => value }: Form): Canonicalise {
  return (text) => {
    const value = tidy(text.trim().replace(before, '').replace(behind, ''))
    return shape.test(value) ? value : undefined
  }
}

const lower = (value: string): string => value.toLowerCase()
const upper = (value: string): string => value.toUpperCase()

/** No control characters and no halves of characters: no store keeps them, and no address can hold them. */
const unkeepable = /[\p{Cc}\p{Cs}]/u

const anything: Canonicalise = (text) => {
  const value = text.trim()
  return value.length > 0 && value.length <= 300 && !unkeepable.test(value) ? value : undefined
}

const doi = written({
  before: /^(?:doi[:\s]\s*)?(?:(?:https?:\/\/)?(?:(?:www|dx)\.)?doi\.org\/)?/i,
  behind: /^$/,
  // The prefix of a registrant may have parts of its own: 10.1016.12.31/…
  shape: /^10\.\d{4,9}(?:\.\d+)*\/[^\s\p{Cc}\p{Cs}]{1,290}$/u,
  tidy: lower,
})

/** The schemes this site knows by name. An identifier of one leads to its page: `/doi/10.1/x`, `/orcid/…`. */
export const knownSchemes = [
  'doi',
  'arxiv',
  'orcid',
  'ror',
  'pmid',
  'pmcid',
  'acl',
  'openreview',
  'dblp',
  'isni',
  'issn',
  'mag',
  'openalex',
  'wikidata',
  'wikipedia',
] as const

export type KnownScheme = (typeof knownSchemes)[number]

export function isKnownScheme(scheme: string): scheme is KnownScheme {
  return (knownSchemes as readonly string[]).includes(scheme)
}

/** How each known scheme is written in canonical form; a scheme without a form is kept as it came. */
const canonicalForms: ReadonlyMap<string, Canonicalise> = new Map<KnownScheme, Canonicalise>([
  ['doi', (text) => doi(/^https?:/i.test(text.trim()) ? decoded(text) : text)],
  [
    'orcid',
    written({
      before: /^(?:orcid(?:\s+id)?[:\s]\s*)?(?:(?:https?:\/\/)?(?:www\.)?orcid\.org\/)?/i,
      shape: /^(?:\d{4}-){3}\d{3}[\dX]$/,
      tidy: (value) => onlyWithCheckDigit(upper(value).replace(/^(\d{4})(\d{4})(\d{4})(\d{3}[\dX])$/, '$1-$2-$3-$4')),
    }),
  ],
  [
    'ror',
    written({
      before: /^(?:https?:\/\/)?(?:www\.)?ror\.org\//i,
      shape: /^0[a-hj-km-np-tv-z0-9]{6}\d{2}$/,
      tidy: lower,
    }),
  ],
  [
    // Without its version: the identifier is of the work, not of one text of it. Nor is the subject class part of it.
    'arxiv',
    written({
      before:
        /^(?:(?:https?:\/\/)?doi\.org\/)?10\.48550\/arxiv\.|^(?:arxiv[:\s]\s*)?(?:(?:https?:\/\/)?(?:(?:www|export)\.)?arxiv\.org\/(?:abs|pdf|html|format)\/)?/i,
      behind: /(?:v\d+)?(?:\.pdf|\/)?(?:\s*\[[a-z.-]+\])?$/i,
      shape: /^(?:\d{4}\.\d{4,5}|[a-z-]+\/\d{7})$/,
      tidy: (value) => lower(value.replace(/^([a-z-]+)\.[a-z]{2}\//i, '$1/')),
    }),
  ],
  [
    'pmid',
    written({
      before:
        /^(?:pmid[:\s]\s*)?(?:(?:https?:\/\/)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov\/pubmed)\/)?/i,
      shape: /^[1-9]\d{0,8}$/,
    }),
  ],
  [
    'pmcid',
    written({
      before:
        /^(?:pmcid[:\s]\s*)?(?:(?:https?:\/\/)?(?:pmc\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov\/pmc)\/articles\/)?(?:pmc)?/i,
      behind: /(?:\.\d+)?\/?$/,
      shape: /^[1-9]\d{0,8}$/,
    }),
  ],
  [
    'issn',
    written({
      before: /^(?:(?:https?:\/\/)?portal\.issn\.org\/resource\/issn\/|(?:urn:)?issn:?\s*)/i,
      shape: /^\d{4}-\d{3}[\dX]$/,
      tidy: (value) => upper(value).replace(/^(\d{4})(\d{3}[\dX])$/, '$1-$2'),
    }),
  ],
  [
    'wikidata',
    written({
      before: /^(?:https?:\/\/)?(?:www\.)?wikidata\.org\/(?:wiki|entity)\//i,
      shape: /^Q[1-9]\d*$/,
      tidy: upper,
    }),
  ],
])

/** What an address says once its percent signs are read; the address itself where they cannot be. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    // A DOI may hold a percent sign of its own.
    return address
  }
}

/** The iD, or nothing where its last digit is not the check digit that ISO 7064 11,2 asks for. */
function onlyWithCheckDigit(orcid: string): string {
  let total = 0
  for (const digit of orcid.replaceAll('-', '').slice(0, 15)) total = (total + Number(digit)) * 2
  const check = (12 - (total % 11)) % 11
  return orcid.endsWith(check === 10 ? 'X' : String(check)) ? orcid : ''
}

/** With the resolver's address about it. What is longer is no identifier, and is not searched for one. */
const longestIdentifier = 1_000

/** The canonical identifier, or undefined when the text is not one of that scheme. */
export function findIdentifier(scheme: string, text: string): Identifier | undefined {
  if (text.length > longestIdentifier) return undefined
  const value = (canonicalForms.get(scheme) ?? anything)(text)
  return value === undefined ? undefined : { scheme, value }
}

/** Schemes that lead from the identifier to the work itself, and keep doing so. */
const resolvers: ReadonlyMap<string, (value: string) => string> = new Map(
  Object.entries<(value: string) => string>({
    // A DOI may hold what would begin a query or a fragment.
    doi: (value) => `https://doi.org/${encodeURI(value).replace(/[?#]/g, encodeURIComponent)}`,
    arxiv: (value) => `https://arxiv.org/abs/${value}`,
    pmid: (value) => `https://pubmed.ncbi.nlm.nih.gov/${value}/`,
    pmcid: (value) => `https://www.ncbi.nlm.nih.gov/pmc/articles/PMC${value}/`,
    acl: (value) => `https://aclanthology.org/${encodeURIComponent(value)}/`,
    openreview: (value) => `https://openreview.net/forum?id=${encodeURIComponent(value)}`,
    orcid: (value) => `https://orcid.org/${value}`,
    ror: (value) => `https://ror.org/${value}`,
    wikidata: (value) => `https://www.wikidata.org/wiki/${value}`,
    issn: (value) => `https://portal.issn.org/resource/ISSN/${value}`,
  } satisfies { readonly [scheme in KnownScheme]?: (value: string) => string }),
)

/** Address at which the outside world resolves the identifier; undefined where there is none. */
export function resolverUrl({ scheme, value }: Identifier): string | undefined {
  return resolvers.get(scheme)?.(value)
}

/** An identifier of one of these schemes makes a work findable independently of this site. */
export const persistentWorkSchemes = ['doi', 'arxiv', 'pmid', 'pmcid', 'acl', 'openreview'] as const
