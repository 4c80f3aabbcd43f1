import { AppError } from '@bzpeer/schema'

/** The status of each error that a visitor can act on. A code not listed is our own failure, and answers 500. */
const statusOfCode: Readonly<Record<string, number>> = {
  'malformed-id': 400,
  'malformed-correction': 400,
  'malformed-cursor': 400,
  'malformed-filter': 400,
  'malformed-profile': 400,
  'malformed-query': 400,
  'home-page': 400,
  'merge-impossible': 409,
  'not-allowed': 403,
  'not-found': 404,
  'record-busy': 503,
  'statement-timeout': 503,
  'account-gone': 401,
  'accounts-closed': 503,
  'email-taken': 409,
  'hidden-on-request': 410,
  'last-way-in': 409,
  'link-spent': 400,
  'mail-not-sent': 503,
  'malformed-email': 400,
  'not-confirmed': 400,
  'not-yours': 404,
  'other-account': 403,
  'provider-unavailable': 503,
  'sign-in-again': 403,
  'text-too-long': 400,
  'too-many-attempts': 429,
  'too-many-emails': 409,
}

/** What a visitor may be told about an error; undefined where that is nothing. */
export function findVisitorError(error: unknown): { status: number; code: string; message: string } | undefined {
  if (!(error instanceof AppError)) return undefined
  const status = statusOfCode[error.code]
  return status === undefined ? undefined : { status, code: error.code, message: error.message }
}
