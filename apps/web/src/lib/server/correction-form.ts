import { type CorrectionDetails, type CorrectionKind, correctionKinds, MalformedCorrectionError } from '@bzpeer/domain'
import { correctionBounds, parseCorrection, parseWorkMention } from '@bzpeer/domain'
import { type EntityKind, findEntityRef } from '@bzpeer/schema'
import { boundedTextOf, textOf } from './answer-form.ts'

/** The kind that an address or a form names; undefined where it names none. */
export function findCorrectionKind(text: string | null): CorrectionKind | undefined {
  return text !== null && Object.hasOwn(correctionKinds, text) ? (text as CorrectionKind) : undefined
}

/** What the form proposes about an author. @throws {MalformedCorrectionError} with what can be mended. */
export function detailsIn(form: FormData, kind: CorrectionKind, authorId: number): CorrectionDetails {
  switch (kind) {
    case 'merge': {
      const otherId = getId(form, 'other', 'author')
      const isKept = textOf(form, 'stays') !== 'other'
      return parseCorrection({ kind, authorId: isKept ? otherId : authorId, intoId: isKept ? authorId : otherId })
    }
    case 'split':
      return parseCorrection({ kind, authorId, workIds: worksIn(form), intoId: idOrNull(form, 'other', 'author') })
    case 'not-my-work':
      return parseCorrection({ kind, authorId, workIds: worksIn(form), toId: idOrNull(form, 'other', 'author') })
    case 'missing-work':
      return parseCorrection({ kind, authorId, work: parseWorkMention(boundedTextOf(form, 'work')), position: null })
    case 'wrong-affiliation': {
      const institutionId = getId(form, 'institution', 'institution')
      return parseCorrection({ kind, authorId, institutionId, rightId: idOrNull(form, 'other', 'institution') })
    }
    case 'hide':
      return parseCorrection({ kind, authorId })
  }
}

/** The boxes that are ticked, each with the id of its work. */
function worksIn(form: FormData): number[] {
  return form
    .getAll('work')
    .slice(0, correctionBounds.works + 1)
    .flatMap((value) => {
      const ref = typeof value === 'string' ? findEntityRef(value) : undefined
      return ref?.kind === 'work' ? [ref.id] : []
    })
}

const examples = { author: 'A5023888391', institution: 'I97018004' } as const

function idOrNull(form: FormData, name: string, kind: 'author' | 'institution'): number | null {
  return boundedTextOf(form, name) === '' ? null : getId(form, name, kind)
}

/** An id such as `A123`, or the address of a page of this site that ends in one. */
function getId(form: FormData, name: string, kind: EntityKind & keyof typeof examples): number {
  const ref = findEntityRef(boundedTextOf(form, name).replace(/[/?#\s]+$/, ''))
  if (ref?.kind === kind) return ref.id
  const what = kind === 'author' ? 'record' : 'institution'
  throw new MalformedCorrectionError(
    `Name the ${what} by the address of its page or by its id, such as ${examples[kind]}.`,
  )
}

/** Where something can be seen; null where nothing was said. Nobody fetches it. @throws {MalformedCorrectionError} */
export function evidenceIn(form: FormData): string | null {
  const text = boundedTextOf(form, 'address')
  if (text === '') return null
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || text.length > correctionBounds.url)
    throw new MalformedCorrectionError(
      'The address where it can be seen begins with https://, such as https://example.org/page.',
    )
  return url.href
}

/** Why, in some lines. @throws {MalformedCorrectionError} */
export function statementIn(form: FormData): string {
  const text = boundedTextOf(form, 'reason')
  if (text.length > correctionBounds.statement)
    throw new MalformedCorrectionError(`The reason may have ${correctionBounds.statement} characters.`)
  return text
}
