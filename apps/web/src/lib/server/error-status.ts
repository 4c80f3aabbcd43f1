import { AppError } from '@bzpeer/schema'

/** The status of each error that a visitor can act on. A code not listed is our own failure, and answers 500. */
const statusOfCode: Readonly<Record<string, number>> = {
  'malformed-id': 400,
  'malformed-cursor': 400,
  'malformed-filter': 400,
  'malformed-query': 400,
  'not-found': 404,
  'statement-timeout': 503,
}

/** What a visitor may be told about an error; undefined where that is nothing. */
export function findVisitorError(error: unknown): { status: number; code: string; message: string } | undefined {
  if (!(error instanceof AppError)) return undefined
  const status = statusOfCode[error.code]
  return status === undefined ? undefined : { status, code: error.code, message: error.message }
}
