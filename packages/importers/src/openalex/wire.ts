/**
 * OpenAlex's JSON as it comes: the fields we take over, each bounded; all others are ignored.
 * The shapes of its API, its snapshots of 2022 to 2026, and look-alikes that leave fields out are all read.
 */
import { z } from 'zod'

const maxName = 2_000
const maxTitle = 20_000
const maxUrl = 4_000
const maxAbstract = 200_000
const maxByline = 20_000
const maxList = 20_000

const name = z.string().max(maxName)
const url = z.string().max(maxUrl)
const orNull = <T extends z.ZodType>(schema: T) => schema.nullish()
const names = z.array(name.nullable()).max(maxList).nullish()

const level = z.object({ id: orNull(z.union([url, z.number()])), display_name: name })

const idMap = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number(), z.null()])), z.boolean(), z.null()]),
  )
  .nullish()

const dehydratedInstitution = z.object({
  id: orNull(url),
  display_name: orNull(name),
  ror: orNull(url),
  country_code: orNull(z.string().max(8)),
  type: orNull(name),
  relationship: orNull(name),
})

const dehydratedSource = z.object({ id: orNull(url), display_name: orNull(name), type: orNull(name) })

const location = z.object({
  source: orNull(dehydratedSource),
  landing_page_url: orNull(url),
  pdf_url: orNull(url),
})

const authorship = z.object({
  author: orNull(z.object({ id: orNull(url), display_name: orNull(name), orcid: orNull(url) })),
  raw_author_name: orNull(name),
  raw_affiliation_string: orNull(z.string().max(maxTitle)),
  raw_affiliation_strings: z.array(z.string().max(maxTitle)).max(500).nullish(),
  institutions: z.array(dehydratedInstitution).max(500).nullish(),
  is_corresponding: orNull(z.boolean()),
})

const topicOfWork = z.object({
  id: url,
  display_name: name,
  score: orNull(z.number().min(0).max(1_000_000)),
  subfield: orNull(level),
  field: orNull(level),
  domain: orNull(level),
})

/** By hand: an abstract has hundreds of words, and this is most of what a record holds. */
function isInvertedIndex(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  let characters = 0
  for (const [word, places] of Object.entries(value)) {
    if (!Array.isArray(places)) return false
    characters += (word.length + 1) * places.length
    if (characters > maxAbstract) return false
    for (const place of places) if (!Number.isInteger(place) || place < 0 || place > maxAbstract) return false
  }
  return true
}

const page = orNull(z.string().max(200))

const common = {
  id: url,
  ids: idMap,
  updated_date: orNull(z.string().max(40)),
  updated: orNull(z.string().max(40)),
}

export const wireWork = z.object({
  ...common,
  doi: orNull(url),
  title: orNull(z.string().max(maxTitle)),
  display_name: orNull(z.string().max(maxTitle)),
  type: orNull(name),
  publication_year: orNull(z.number().int().min(0).max(9999)),
  publication_date: orNull(z.string().max(40)),
  language: orNull(z.string().max(40)),
  primary_location: orNull(location),
  locations: z.array(location).max(2_000).nullish(),
  open_access: orNull(z.object({ is_oa: orNull(z.boolean()) })),
  is_retracted: orNull(z.boolean()),
  biblio: orNull(z.object({ volume: page, issue: page, first_page: page, last_page: page })),
  keywords: z
    .array(z.union([name, z.object({ display_name: orNull(name), keyword: orNull(name) })]))
    .max(500)
    .nullish(),
  topics: z.array(topicOfWork).max(100).nullish(),
  authorships: z.array(authorship).max(maxByline).nullish(),
  abstract: orNull(z.string().max(maxAbstract)),
  abstract_inverted_index: orNull(
    z.custom<Record<string, number[]>>(
      isInvertedIndex,
      'expected words, each with its places, of at most 200,000 characters',
    ),
  ),
  referenced_works: z.array(url).max(maxList).nullish(),
})
export type WireWork = z.infer<typeof wireWork>

export const wireAuthor = z.object({
  ...common,
  display_name: name,
  display_name_alternatives: names,
  raw_author_names: names,
  orcid: orNull(url),
  last_known_institution: orNull(dehydratedInstitution),
  last_known_institutions: z.array(dehydratedInstitution).max(500).nullish(),
  affiliations: z
    .array(
      z.object({
        institution: orNull(dehydratedInstitution),
        years: z.array(z.number().int().min(0).max(9999)).max(500).nullish(),
      }),
    )
    .max(2_000)
    .nullish(),
})
export type WireAuthor = z.infer<typeof wireAuthor>

export const wireInstitution = z.object({
  ...common,
  display_name: name,
  display_name_alternatives: names,
  display_name_acronyms: names,
  ror: orNull(url),
  type: orNull(name),
  country_code: orNull(z.string().max(8)),
  homepage_url: orNull(url),
  geo: orNull(
    z.object({
      city: orNull(name),
      region: orNull(name),
      country: orNull(name),
      country_code: orNull(z.string().max(8)),
      latitude: orNull(z.number().min(-90).max(90)),
      longitude: orNull(z.number().min(-180).max(180)),
    }),
  ),
  associated_institutions: z.array(dehydratedInstitution).max(maxList).nullish(),
})
export type WireInstitution = z.infer<typeof wireInstitution>

export const wireTopic = z.object({
  ...common,
  display_name: name,
  description: orNull(z.string().max(maxTitle)),
  subfield: orNull(level),
  field: orNull(level),
  domain: orNull(level),
})
export type WireTopic = z.infer<typeof wireTopic>

export const wireSource = z.object({
  ...common,
  display_name: name,
  alternate_titles: names,
  abbreviated_title: orNull(name),
  issn_l: orNull(name),
  issn: z.array(name).max(500).nullish(),
  type: orNull(name),
  homepage_url: orNull(url),
  host_organization_name: orNull(name),
  publisher: orNull(name),
  country_code: orNull(z.string().max(8)),
})
export type WireSource = z.infer<typeof wireSource>

export type WireInstitutionMention = z.infer<typeof dehydratedInstitution>
export type WireLevel = z.infer<typeof level>
export type WireLocation = z.infer<typeof location>
