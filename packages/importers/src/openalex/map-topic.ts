import type { TopicRecord } from '@bzpeer/schema'
import { unstatedName } from '@bzpeer/schema'
import { identifiersOf, levelOf, textOf } from './map-common.ts'
import type { Envelope } from './envelope.ts'
import type { WireTopic } from './wire.ts'

export function mapTopic(wire: WireTopic, envelope: Envelope): TopicRecord {
  return {
    kind: 'topic',
    ...envelope,
    name: textOf(wire.display_name) ?? unstatedName,
    description: textOf(wire.description),
    subfield: levelOf(wire.subfield),
    field: levelOf(wire.field),
    domain: levelOf(wire.domain),
    identifiers: identifiersOf(wire.ids, envelope.id),
  }
}
