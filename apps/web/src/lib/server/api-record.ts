import type { ReadContext } from '@bzpeer/reads'
import { type EntityKind, MalformedIdError, parseEntityRef } from '@bzpeer/schema'
import { answerApi } from './api-answer.ts'
import { forwardMerged } from './entity-page.ts'
import { getSite, originOf } from './site.ts'

type ReadRecord = (reads: ReadContext, id: number, origin: string) => Promise<object | undefined>

/** Answers `/api/{collection}/{id}` with what `read` returns, and from a merged id leads to the record in its place. */
export function answerRecord(request: Request, kind: EntityKind, text: string, read: ReadRecord): Promise<Response> {
  const url = new URL(request.url)
  return answerApi(request, async () => {
    const id = parseIdOf(kind, text)
    const record = await read(getSite().reads, id, originOf(url))
    if (record === undefined) await forwardMerged({ kind, id }, url)
    return record
  })
}

/** @throws {MalformedIdError} when the text is no id of that kind; its case does not matter. */
function parseIdOf(kind: EntityKind, text: string): number {
  const ref = parseEntityRef(text)
  if (ref.kind !== kind) throw new MalformedIdError(text)
  return ref.id
}
