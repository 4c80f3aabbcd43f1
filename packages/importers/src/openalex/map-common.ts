import {
  type EntityKind,
  findEntityRef,
  findIdentifier,
  type Identifier,
  type Mention,
  type TopicLevel,
} from '@bzpeer/schema'
import type { WireInstitutionMention, WireLevel } from './wire.ts'

/** The number of an id that should be of `kind`; null for none, another kind, or OpenAlex's sign for "no author". */
export function idOf(kind: EntityKind, id: string | null | undefined): number | null {
  const ref = id === null || id === undefined ? undefined : findEntityRef(id)
  return ref === undefined || ref.kind !== kind || (kind === 'author' && ref.id === unknownAuthor) ? null : ref.id
}

const unknownAuthor = 9_999_999_999

/** Text as given, without the white space around it; null for none or an empty one. */
export function textOf(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

export function textsOf(texts: readonly (string | null)[] | null | undefined): string[] {
  return [...new Set((texts ?? []).map(textOf).filter((text) => text !== null))]
}

/** An address that a browser may follow; anything else is left out. */
export function urlOf(text: string | null | undefined): string | null {
  const url = textOf(text)
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null
}

/** ISO 3166-1 alpha-2, in capitals. */
export function countryOf(text: string | null | undefined): string | null {
  const code = text?.trim().toUpperCase() ?? ''
  return /^[A-Z]{2}$/.test(code) ? code : null
}

export function levelOf(level: WireLevel | null | undefined): TopicLevel | null {
  if (level === null || level === undefined) return null
  const digits = /(\d{1,9})$/.exec(String(level.id ?? ''))?.[1]
  return { id: digits === undefined ? null : Number(digits), name: level.display_name.trim() }
}

type IdMap = Record<string, string | number | boolean | null | (string | number | null)[]> | null | undefined

/**
 * The identifiers a record states, each in canonical form. `own` is its public id, which is none of them: it is left
 * out where it is repeated under its own scheme. What ends the same under another, as a DOI may, is something else.
 */
export function identifiersOf(
  ids: IdMap,
  own: number,
  more: Readonly<Record<string, string | null | undefined>> = {},
): Identifier[] {
  const found = new Map<string, Identifier>()
  for (const [scheme, values] of [...Object.entries(ids ?? {}), ...Object.entries(more)]) {
    if (!schemeShape.test(scheme)) continue
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value === null || value === undefined || typeof value === 'boolean') continue
      const canonical = canonicalScheme(scheme)
      if (canonical === 'openalex' && findEntityRef(String(value))?.id === own) continue
      const identifier = findIdentifier(canonical, String(value))
      if (identifier !== undefined) found.set(`${identifier.scheme} ${identifier.value}`, identifier)
    }
  }
  return [...found.values()]
}

function canonicalScheme(scheme: string): string {
  return scheme === 'issn_l' ? 'issn' : scheme.toLowerCase()
}

/** A scheme is part of an address, `/doi/…`, and of a key. */
const schemeShape = /^[a-z][a-z0-9._-]{0,39}$/i

/** A number that a `real` column takes: PostgreSQL refuses what is too small for it to tell from 0. */
export function realOf(number: number | null | undefined): number | null {
  if (number === null || number === undefined) return null
  return Math.fround(number) === 0 ? 0 : number
}

export function institutionMention(wire: WireInstitutionMention): Mention[] {
  const id = idOf('institution', wire.id)
  const name = textOf(wire.display_name)
  if (id === null || name === null) return []
  const ror = findIdentifier('ror', wire.ror ?? '')?.value ?? null
  return [{ kind: 'institution', id, name, ror, countryCode: countryOf(wire.country_code), type: textOf(wire.type) }]
}
