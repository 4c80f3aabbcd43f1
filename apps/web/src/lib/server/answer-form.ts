import { TooManyAttemptsError } from '@bzpeer/accounts'
import { AppError } from '@bzpeer/schema'
import { type ActionFailure, fail, type RequestEvent } from '@sveltejs/kit'
import { findVisitorError } from './error-status.ts'

/** What a form says when it was not done; `code` for those who offer a way on. */
export interface FormTrouble {
  readonly message: string
  readonly code: string
  /** What was sent. It stays on the server but for what a field shows again: `typedInto`. */
  readonly typed: FormData
}

/** Does what a form asks for; what the visitor can act on is said on the page that has the form. */
export async function answerForm<Done>(
  event: Pick<RequestEvent, 'request' | 'setHeaders'>,
  work: (form: FormData) => Promise<Done>,
): Promise<Done | ActionFailure<FormTrouble>> {
  const form = await event.request.formData()
  try {
    return await work(form)
  } catch (error) {
    const told = findVisitorError(error)
    if (told === undefined) throw error
    if (error instanceof TooManyAttemptsError) event.setHeaders({ 'retry-after': String(error.retryAfterSeconds) })
    return fail(told.status, { message: told.message, code: told.code, typed: form })
  }
}

/** A field of a form as text; a file, or nothing, is an empty one. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** More than anyone writes into a field of some lines. */
const longestText = 4_000

/** Control characters but tabs and the ends of lines: no store keeps all of them, and nobody sees them. */
const unkeepable = /[^\P{Cc}\n\t]/gu

class TextTooLongError extends AppError {
  constructor(length: number) {
    super('text-too-long', `The text has ${length} characters; ${longestText} are taken. Say it more briefly.`)
  }
}

/** Some lines of text, without the space around them. @throws {TextTooLongError} */
export function boundedTextOf(form: FormData, name: string): string {
  const text = textOf(form, name).toWellFormed().replace(/\r\n?/g, '\n').replace(unkeepable, '').trim()
  if (text.length > longestText) throw new TextTooLongError(text.length)
  return text
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** The id in a form; one that nothing has where it is none, so that all wrong ids are answered alike. */
export function idOf(form: FormData): string {
  const text = textOf(form, 'id')
  return uuid.test(text) ? text : '00000000-0000-0000-0000-000000000000'
}
