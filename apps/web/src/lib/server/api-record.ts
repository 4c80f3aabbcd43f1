import { MalformedIdError, parseEntityRef, type EntityKind } from '@bzpeer/schema'

/** @throws {MalformedIdError} when the text is no id of that kind; its case does not matter. */
export function parseIdOf(kind: EntityKind, text: string): number {
  const ref = parseEntityRef(text)
  if (ref.kind !== kind) throw new MalformedIdError(text)
  return ref.id
}
