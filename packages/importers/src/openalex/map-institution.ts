import { findIdentifier, type InstitutionRecord, unstatedName } from '@bzpeer/schema'
import { countryOf, identifiersOf, idOf, institutionMention, realOf, textOf, textsOf, urlOf } from './map-common.ts'
import type { Envelope } from './envelope.ts'
import type { WireInstitution } from './wire.ts'

export function mapInstitution(wire: WireInstitution, envelope: Envelope): InstitutionRecord {
  const { geo } = wire
  const related = new Map<number, string | null>()
  for (const other of wire.associated_institutions ?? []) {
    const id = idOf('institution', other.id)
    if (id !== null && id !== envelope.id) related.set(id, textOf(other.relationship))
  }
  const name = textOf(wire.display_name) ?? unstatedName
  return {
    kind: 'institution',
    ...envelope,
    name,
    alternativeNames: textsOf(wire.display_name_alternatives).filter((text) => text !== name),
    acronyms: textsOf(wire.display_name_acronyms),
    ror: findIdentifier('ror', wire.ror ?? '')?.value ?? null,
    type: textOf(wire.type),
    countryCode: countryOf(wire.country_code ?? geo?.country_code),
    homepageUrl: urlOf(wire.homepage_url),
    city: textOf(geo?.city),
    region: textOf(geo?.region),
    country: textOf(geo?.country),
    latitude: realOf(geo?.latitude),
    longitude: realOf(geo?.longitude),
    related: [...related].map(([id, relationship]) => ({ id, relationship })),
    identifiers: identifiersOf(wire.ids, envelope.id, { ror: wire.ror }),
    mentions: (wire.associated_institutions ?? []).flatMap(institutionMention),
  }
}
