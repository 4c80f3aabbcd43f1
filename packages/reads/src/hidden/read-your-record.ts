import { canShowAgain, hidingRules, type HidingVerdict } from '@bzpeer/domain'
import { findHidden, findRecordSources } from '@bzpeer/store'
import type { Link } from '../link.ts'
import type { Provenance } from '../page-shapes.ts'
import { toInstant, toLink, toProvenance } from '../present.ts'
import type { ReadContext } from '../read-context.ts'

/** What the page about one's own record says of one. */
export interface YourRecord {
  /** `A123` */
  readonly id: string
  /** Undefined where the record is hidden and whoever looks could not have it shown again: then its name is nobody's. */
  readonly record: Link | undefined
  readonly worksCount: number
  /** Sources with a record of the author, and sources of the works. */
  readonly provenance: readonly Provenance[]
  readonly worksProvenance: readonly Provenance[]
  /** Since when it is hidden, and by which correction, of several by that of whoever looks; undefined while it is shown. */
  readonly hidden: { readonly since: string; readonly correction: number } | undefined
  /** Number of their own request that waits for a curator: others are not told of one. */
  readonly openRequest: number | null
  /** Whether a rule lets whoever looks hide the record at once, and why; undefined where nobody is signed in. */
  readonly asker: { readonly isGranted: boolean; readonly says: string } | undefined
  /** Whether whoever looks may have the record shown again. */
  readonly mayShow: boolean
}

/** Who is signed in, as far as this record goes. */
export interface Asker {
  readonly accountId: string
  readonly verdict: HidingVerdict
}

/** Undefined where there is no such record. */
export async function readYourRecord(
  { db }: ReadContext,
  authorId: number,
  asker: Asker | undefined,
): Promise<YourRecord | undefined> {
  const [row, hidden] = await Promise.all([
    findRecordSources(db, authorId, asker?.accountId ?? null),
    findHidden(db, { kind: 'author', id: authorId }),
  ])
  if (row === undefined) return undefined
  const own = row.hidings.find(([, accountId]) => accountId === asker?.accountId)
  const mayShow =
    hidden !== undefined &&
    asker !== undefined &&
    canShowAgain(asker.verdict, { hasAsked: own !== undefined, hiddenAt: hidden.hiddenAt }) === true
  const link = toLink('author', row.id, row.display_name)
  return {
    id: link.id,
    record: hidden === undefined || mayShow ? link : undefined,
    worksCount: row.works_count,
    provenance: toProvenance(row.records),
    worksProvenance: toProvenance(row.works_said_by),
    hidden:
      hidden === undefined
        ? undefined
        : { since: toInstant(hidden.hiddenAt.toISOString()), correction: own?.[0] ?? hidden.correction },
    openRequest: row.open_request,
    asker:
      asker === undefined ? undefined : { isGranted: asker.verdict.isGranted, says: hidingRules[asker.verdict.rule] },
    mayShow,
  }
}
