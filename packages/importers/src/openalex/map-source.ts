import type { SourceRecord } from '@bzpeer/schema'
import { unstatedName } from '@bzpeer/schema'
import { countryOf, identifiersOf, textOf, textsOf, urlOf } from './map-common.ts'
import type { Envelope } from './envelope.ts'
import type { WireSource } from './wire.ts'

export function mapSource(wire: WireSource, envelope: Envelope): SourceRecord {
  const name = textOf(wire.display_name) ?? unstatedName
  return {
    kind: 'source',
    ...envelope,
    name,
    alternativeNames: textsOf(wire.alternate_titles).filter((text) => text !== name),
    abbreviatedTitle: textOf(wire.abbreviated_title),
    type: textOf(wire.type),
    homepageUrl: urlOf(wire.homepage_url),
    hostOrganization: textOf(wire.host_organization_name ?? wire.publisher),
    countryCode: countryOf(wire.country_code),
    identifiers: identifiersOf({ ...wire.ids, issn: wire.issn ?? [] }, envelope.id, { issn_l: wire.issn_l }),
  }
}
