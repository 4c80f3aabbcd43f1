import { toEvidenceFileJson } from '@bzpeer/domain'
import { pathOf } from '@bzpeer/schema'
import { findHidden, findTrustBasis } from '@bzpeer/store'
import type { ReadContext } from './read-context.ts'

/**
 * `/api/authors/{id}/evidence`: exactly what trust in the author is computed from at this instant, and nothing else.
 * `npx bzpeer trust` computes the same from it; `origin` is the site's own. Undefined where the author is hidden.
 */
export async function readAuthorEvidence(
  { db, now }: ReadContext,
  id: number,
  origin: string,
): Promise<object | undefined> {
  const at = now()
  const [basis, hidden] = await Promise.all([findTrustBasis(db, id, at), findHidden(db, { kind: 'author', id })])
  return basis === undefined || hidden !== undefined
    ? undefined
    : toEvidenceFileJson(basis, `${origin}${pathOf({ kind: 'author', id })}`, at)
}
