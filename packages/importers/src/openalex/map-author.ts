import type { AuthorRecord, StatedAffiliation } from '@bzpeer/schema'
import { unstatedName } from '@bzpeer/schema'
import { identifiersOf, idOf, institutionMention, textOf, textsOf } from './map-common.ts'
import type { Envelope } from './envelope.ts'
import type { WireAuthor } from './wire.ts'

export function mapAuthor(wire: WireAuthor, envelope: Envelope): AuthorRecord {
  const lastKnown = wire.last_known_institutions ?? (wire.last_known_institution ? [wire.last_known_institution] : [])
  const named = [...(wire.affiliations ?? []).map(({ institution }) => institution), ...lastKnown]
  const name = textOf(wire.display_name) ?? unstatedName
  return {
    kind: 'author',
    ...envelope,
    name,
    alternativeNames: textsOf([...(wire.display_name_alternatives ?? []), ...(wire.raw_author_names ?? [])]).filter(
      (text) => text !== name,
    ),
    affiliations: affiliationsOf(wire, lastKnown),
    identifiers: identifiersOf(wire.ids, envelope.id, { orcid: wire.orcid }),
    mentions: named.flatMap((institution) => (institution ? institutionMention(institution) : [])),
  }
}

function affiliationsOf(
  wire: WireAuthor,
  lastKnown: readonly { id?: string | null | undefined }[],
): StatedAffiliation[] {
  const yearsOf = new Map<number, Set<number>>()
  for (const { institution, years } of wire.affiliations ?? []) {
    const id = idOf('institution', institution?.id)
    if (id !== null) yearsOf.set(id, new Set([...(yearsOf.get(id) ?? []), ...(years ?? [])]))
  }
  const lastKnownIds = new Set(lastKnown.map(({ id }) => idOf('institution', id)).filter((id) => id !== null))
  return [...new Set([...yearsOf.keys(), ...lastKnownIds])].map((institutionId) => ({
    institutionId,
    years: [...(yearsOf.get(institutionId) ?? [])].toSorted((a, b) => a - b),
    isLastKnown: lastKnownIds.has(institutionId),
  }))
}
