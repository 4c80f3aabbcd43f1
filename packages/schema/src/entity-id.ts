import { AppError } from './app-error.ts'

/** The five entities of the public record, in OpenAlex's sense. */
export const entityKinds = ['work', 'author', 'institution', 'topic', 'source'] as const
export type EntityKind = (typeof entityKinds)[number]

/** First letter of a public id. */
const letterOf = { work: 'W', author: 'A', institution: 'I', topic: 'T', source: 'S' } as const satisfies Record<
  EntityKind,
  string
>

/** Path segment and API collection of each kind: `/authors/A1`, `/api/authors/A1`. */
export const collectionOf = {
  work: 'works',
  author: 'authors',
  institution: 'institutions',
  topic: 'topics',
  source: 'sources',
} as const satisfies Record<EntityKind, string>

/** A kind as the store keys it: small, stable, never reused. */
export const kindCodeOf = { work: 1, author: 2, institution: 3, topic: 4, source: 5 } as const satisfies Record<
  EntityKind,
  number
>

const kindOfLetter: Readonly<Record<string, EntityKind>> = {
  W: 'work',
  A: 'author',
  I: 'institution',
  T: 'topic',
  S: 'source',
}

export function kindOfCode(code: number): EntityKind {
  const kind = entityKinds[code - 1]
  if (kind === undefined) throw new Error(`internal: no entity kind has code ${code}`)
  return kind
}

/** A public id taken apart: one letter and a positive integer below 2^53. */
export interface EntityRef {
  readonly kind: EntityKind
  readonly id: number
}

export class MalformedIdError extends AppError {
  constructor(text: unknown) {
    const shown = typeof text === 'string' ? `"${text.slice(0, 80)}"` : typeof text
    super('malformed-id', `Expected an id such as A5023888391 or its URL, got ${shown}.`)
  }
}

/** Reads `A123`, `a123` or a URL that ends in it; undefined when it is not one. */
export function findEntityRef(text: string): EntityRef | undefined {
  const match = /(?:^|\/)([WAITS])(\d{1,16})$/i.exec(text)
  if (match === null) return undefined
  const [, letter = '', digits = ''] = match
  const kind = kindOfLetter[letter.toUpperCase()]
  const id = Number(digits)
  if (kind === undefined || id === 0 || !Number.isSafeInteger(id)) return undefined
  return { kind, id }
}

/** @throws {MalformedIdError} when the text holds no public id. */
export function parseEntityRef(text: unknown): EntityRef {
  const ref = typeof text === 'string' ? findEntityRef(text) : undefined
  if (ref === undefined) throw new MalformedIdError(text)
  return ref
}

/** `A123` */
export function formatId({ kind, id }: EntityRef): string {
  return `${letterOf[kind]}${id}`
}

/** `/authors/A123`: the address of an entity's page under the site's origin. */
export function pathOf({ kind, id }: EntityRef): string {
  return `/${collectionOf[kind]}/${letterOf[kind]}${id}`
}
