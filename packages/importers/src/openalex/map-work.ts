import type { BylineEntry, Mention, StatedTopic, WorkLocation, WorkRecord } from '@bzpeer/schema'
import { findIdentifier, unstatedName } from '@bzpeer/schema'
import { identifiersOf, idOf, institutionMention, levelOf, realOf, textOf, textsOf, urlOf } from './map-common.ts'
import type { Envelope } from './envelope.ts'
import type { WireLocation, WireWork } from './wire.ts'

export function mapWork(wire: WireWork, envelope: Envelope): WorkRecord {
  return {
    kind: 'work',
    ...envelope,
    title: textOf(plainText(wire.title ?? wire.display_name)),
    type: textOf(wire.type) ?? 'other',
    // Nothing is known of a year 0; the store keeps 0 for "unknown" in its keys.
    year: wire.publication_year === 0 ? null : (wire.publication_year ?? null),
    date: dateOf(wire.publication_date),
    language: textOf(wire.language),
    isOpenAccess: wire.open_access?.is_oa ?? null,
    isRetracted: wire.is_retracted ?? false,
    volume: textOf(wire.biblio?.volume),
    issue: textOf(wire.biblio?.issue),
    firstPage: textOf(wire.biblio?.first_page),
    lastPage: textOf(wire.biblio?.last_page),
    keywords: keywordsOf(wire),
    abstract: textOf(plainText(wire.abstract ?? abstractOf(wire.abstract_inverted_index))),
    byline: bylineOf(wire),
    locations: locationsOf(wire),
    topics: topicsOf(wire),
    references: referencesOf(wire, envelope.id),
    identifiers: identifiersOf(wire.ids, envelope.id, { doi: wire.doi }),
    mentions: mentionsOf(wire),
  }
}

const inlineMarkup = /<\/?(?:i|b|u|em|strong|sub|sup|scp|tt|jats:[a-z-]+|mml:[a-z-]+)(?:\s[^<>]{0,200})?\/?>/gi

/** Sources leave typesetting marks in titles and abstracts; the words are what counts. */
function plainText(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  return text.includes('<') ? text.replace(inlineMarkup, '') : text
}

function dateOf(text: string | null | undefined): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0]
  const instant = day === undefined ? undefined : new Date(`${day}T00:00:00Z`)
  // There is no year 0: the calendar goes from 1 BC to AD 1.
  if (day?.startsWith('0000') === true) return null
  // A day that is not in the calendar, such as 31 February, comes back as another one.
  return day !== undefined &&
    instant !== undefined &&
    !Number.isNaN(instant.getTime()) &&
    instant.toISOString().startsWith(day)
    ? day
    : null
}

function keywordsOf({ keywords }: WireWork): string[] {
  return textsOf(
    (keywords ?? []).map((word) => (typeof word === 'string' ? word : (word.display_name ?? word.keyword ?? null))),
  )
}

/** The text that an inverted index (word to places) was made from. */
function abstractOf(index: WireWork['abstract_inverted_index']): string | null {
  if (index === null || index === undefined) return null
  const words: string[] = []
  for (const [word, places] of Object.entries(index)) {
    for (const place of places) words[place] = word
  }
  // Places that no word claims are holes, which `join` would show as double spaces.
  return words.filter((word) => word !== undefined).join(' ')
}

function bylineOf({ authorships }: WireWork): BylineEntry[] {
  return (authorships ?? []).map((slot) => ({
    authorId: idOf('author', slot.author?.id),
    rawName: textOf(slot.raw_author_name) ?? textOf(slot.author?.display_name) ?? unstatedName,
    rawAffiliations: textsOf(slot.raw_affiliation_strings ?? [slot.raw_affiliation_string ?? null]),
    institutionIds: [
      ...new Set((slot.institutions ?? []).map(({ id }) => idOf('institution', id)).filter((id) => id !== null)),
    ],
    isCorresponding: slot.is_corresponding ?? null,
    orcid: findIdentifier('orcid', slot.author?.orcid ?? '')?.value ?? null,
  }))
}

function locationsOf({ primary_location: primary, locations }: WireWork): WorkLocation[] {
  const all = [...(primary ? [primary] : []), ...(locations ?? [])].map(toLocation)
  const distinct = new Map(all.map((place) => [`${place.sourceId} ${place.landingPageUrl} ${place.pdfUrl}`, place]))
  return [...distinct.values()]
}

function toLocation({ source, landing_page_url, pdf_url }: WireLocation): WorkLocation {
  return { sourceId: idOf('source', source?.id), landingPageUrl: urlOf(landing_page_url), pdfUrl: urlOf(pdf_url) }
}

function topicsOf({ topics }: WireWork): StatedTopic[] {
  const scores = new Map<number, number | null>()
  for (const { id, score } of topics ?? []) {
    const topicId = idOf('topic', id)
    if (topicId !== null && !scores.has(topicId)) scores.set(topicId, realOf(score))
  }
  return [...scores].map(([id, score]) => ({ id, score }))
}

function referencesOf({ referenced_works }: WireWork, own: number): number[] {
  const ids = (referenced_works ?? []).map((id) => idOf('work', id)).filter((id) => id !== null)
  return [...new Set(ids)].filter((id) => id !== own)
}

function mentionsOf(wire: WireWork): Mention[] {
  const places = [wire.primary_location, ...(wire.locations ?? [])]
  return [
    ...(wire.authorships ?? []).flatMap(authorMention),
    ...(wire.authorships ?? []).flatMap(({ institutions }) => (institutions ?? []).flatMap(institutionMention)),
    ...(wire.topics ?? []).flatMap(topicMention),
    ...places.flatMap((place) => sourceMention(place?.source)),
  ]
}

type WireAuthorship = NonNullable<WireWork['authorships']>[number]

/** Without any name the record of its own has it; until that comes, the page says that there is none. */
function authorMention({ author, raw_author_name: rawName }: WireAuthorship): Mention[] {
  const id = idOf('author', author?.id)
  return id === null
    ? []
    : [{ kind: 'author', id, name: textOf(author?.display_name) ?? textOf(rawName) ?? unstatedName }]
}

function topicMention(topic: NonNullable<WireWork['topics']>[number]): Mention[] {
  const id = idOf('topic', topic.id)
  const name = textOf(topic.display_name)
  if (id === null || name === null) return []
  return [
    {
      kind: 'topic',
      id,
      name,
      subfield: levelOf(topic.subfield),
      field: levelOf(topic.field),
      domain: levelOf(topic.domain),
    },
  ]
}

function sourceMention(source: WireLocation['source']): Mention[] {
  const id = idOf('source', source?.id)
  const name = textOf(source?.display_name)
  return id === null || name === null ? [] : [{ kind: 'source', id, name, type: textOf(source?.type) }]
}
