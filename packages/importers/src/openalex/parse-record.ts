import { hash } from 'node:crypto'
import { AppError, type EntityKind, type EntityRecord, type EntityRef, findEntityRef } from '@bzpeer/schema'
import type { z } from 'zod'
import type { Envelope } from './envelope.ts'
import { splitOffAbstract } from './inverted-index.ts'
import { mapAuthor } from './map-author.ts'
import { mapInstitution } from './map-institution.ts'
import { mapSource } from './map-source.ts'
import { mapTopic } from './map-topic.ts'
import { mapWork } from './map-work.ts'
import { wireAuthor, wireInstitution, wireSource, wireTopic, wireWork } from './wire.ts'

/** A line that is not a record we can take over; the message is the reason, for a person. */
export class RejectedRecordError extends AppError {
  constructor(reason: string, options?: ErrorOptions) {
    super('rejected-record', reason, options)
  }
}

interface Parser {
  readonly wire: z.ZodType
  readonly map: (wire: unknown, envelope: Envelope) => EntityRecord
}

function parser<S extends z.ZodType>(wire: S, map: (wire: z.infer<S>, envelope: Envelope) => EntityRecord): Parser {
  return { wire, map: (value, envelope) => map(value as z.infer<S>, envelope) }
}

const parsers: Readonly<Record<EntityKind, Parser>> = {
  work: parser(wireWork, mapWork),
  author: parser(wireAuthor, mapAuthor),
  institution: parser(wireInstitution, mapInstitution),
  topic: parser(wireTopic, mapTopic),
  source: parser(wireSource, mapSource),
}

/**
 * One line of OpenAlex-shaped JSON as a record.
 * @param folderDate what a snapshot's folder says of its records' age, for those that do not say themselves.
 * @throws {RejectedRecordError} when the line is not such a record.
 */
export function parseRecord(text: string, folderDate: Date | null): EntityRecord {
  const json = parseObject(text)
  const ref = findRef(json)
  const { wire, map } = parsers[ref.kind]
  const checked = wire.safeParse(json)
  if (!checked.success) throw new RejectedRecordError(explain(checked.error))
  const id = String(json['id'])
  return map(checked.data, {
    id: ref.id,
    source: sourceOf(id),
    updatedAt: parseInstant(json['updated_date'] ?? json['updated']) ?? folderDate,
    contentHash: digest(text),
  })
}

/** The kind of record on a line, without reading the rest of it; undefined when it is none of ours. */
export function findKind(text: string): EntityKind | undefined {
  try {
    return findRef(parseObject(text)).kind
  } catch {
    // Whatever is wrong with the line is said when it is imported.
    return undefined
  }
}

function parseObject(text: string): Record<string, unknown> {
  let json: unknown
  try {
    json = parseWithAbstract(text) ?? JSON.parse(text)
  } catch (cause) {
    const reason = `The line is not complete JSON (${cause instanceof Error ? cause.message.slice(0, 120) : ''}).`
    throw new RejectedRecordError(opensJson.test(text) ? `${reason} ${oneRecordALine}` : reason, { cause })
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new RejectedRecordError('Expected a JSON object on the line.')
  }
  if (mayHoldBadText.test(text)) assertStorable(json)
  return json as Record<string, unknown>
}

/** A document that goes on over many lines begins so, and so does a record that is cut off. */
const opensJson = /^[[{]/
const oneRecordALine =
  'Expected JSON Lines: one record a line, each whole on its line, and no list or answer of an API about them.'

/** The JSON with its inverted index, where it has one at its top, as the text of the abstract. */
function parseWithAbstract(text: string): object | undefined {
  const split = splitOffAbstract(text)
  if (split === undefined) return undefined
  const json = JSON.parse(split.json) as { abstract_inverted_index?: unknown; abstract?: unknown }
  return json.abstract_inverted_index === null ? { ...json, abstract: json.abstract ?? split.abstract } : undefined
}

/** Escapes that can spell what PostgreSQL cannot store: a null character, or half of a surrogate pair. */
const mayHoldBadText = /\\u(?:0000|d[89a-f])/i

/** Without recursion: JSON may be nested deeper than the stack reaches. */
function assertStorable(record: object): void {
  const open: unknown[] = [record]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string') assertStorableText(value)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) open.push(key, item)
    }
  }
}

function assertStorableText(text: string): void {
  if (text.includes('\0')) throw new RejectedRecordError('A text in the record contains a null character.')
  if (!text.isWellFormed())
    throw new RejectedRecordError('A text in the record is not valid Unicode (half of a surrogate pair).')
}

function findRef(json: Record<string, unknown>): EntityRef {
  const { id } = json
  const ref = typeof id === 'string' ? findEntityRef(id) : undefined
  if (ref !== undefined) return ref
  const shown =
    id === undefined
      ? 'none'
      : typeof id === 'object' && id !== null
        ? 'a list or an object'
        : JSON.stringify(id).slice(0, 80)
  throw new RejectedRecordError(`Expected "id" to end in W, A, I, T or S and a number, got ${shown}.`)
}

function explain(error: z.ZodError): string {
  const [issue] = error.issues
  const path = issue?.path.join('.') ?? ''
  return `"${path.slice(0, 120)}": ${(issue?.message ?? 'unexpected value').slice(0, 200)}`
}

/** RFC 1035, section 2.3.4; a port besides. */
const longestHost = 253 + ':65535'.length

/** `openalex.org` for `https://openalex.org/W1`; a bare id is OpenAlex's. */
function sourceOf(id: string): string {
  const host = URL.canParse(id) ? new URL(id).host : ''
  if (host.length > longestHost)
    throw new RejectedRecordError(`The host in "id" has ${host.length} characters; no host has more than 253.`)
  return host === '' ? 'openalex.org' : host
}

/** A day, or an instant with or without a zone; a snapshot's instants carry none and are in UTC. */
const instantShape = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i

function parseInstant(value: unknown): Date | null {
  const [, day = '', time = '00:00', zone = 'Z'] = (typeof value === 'string' ? instantShape.exec(value) : null) ?? []
  const instant = new Date(`${day}T${time}${zone}`)
  // The store's calendar has no year 0, and years of five digits are written another way there.
  const year = instant.getUTCFullYear()
  return year >= 1 && year <= 9999 ? instant : null
}

function digest(text: string): string {
  const hex = hash('sha256', text)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
