import {
  canAppeal,
  canContest,
  canDecide,
  canWithdraw,
  canWithdrawAppeal,
  type Caller,
  type ClaimParties,
  type ClaimStatus,
  isCurator,
} from '@bzpeer/domain'
import { type ClaimPageRow, type ClaimRow, findClaim, findClaimPage, readParties } from '@bzpeer/store'
import { assertShown } from '../hidden/assert-shown.ts'
import { toInstant, toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import type { ClaimPage, ClaimRights } from './claim-shapes.ts'
import { claimPath, isBinding, reasonOf, sayKind, toClaimLinks } from './present-claims.ts'

/**
 * A claim, all that was said about it, and what whoever looks at it may do; undefined where there is none.
 * @throws {HiddenRecordError} where the record is hidden and the case is not the caller's.
 */
export async function readClaimPage(
  { db, now }: ReadContext,
  id: string,
  caller: Caller | undefined,
): Promise<ClaimPage | undefined> {
  const [row, claim] = await Promise.all([findClaimPage(db, id), findClaim(db, id)])
  if (row === undefined || claim === undefined) return undefined
  const parties = caller === undefined ? undefined : await readParties(db, claim)
  await assertSeen({ db, now }, claim, { caller, parties })
  return {
    id,
    path: claimPath(id),
    author: toLink('author', row.author_id, row.author_name),
    claimant: row.account_name,
    status: row.status as ClaimStatus,
    statement: row.statement,
    contestReason: reasonOf(row.status, row.contest_rule),
    openedAt: row.opened_at.toISOString(),
    windowEndsAt: row.window_ends_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    mine: row.mine,
    notMine: row.not_mine,
    evidence: toEvidence(row),
    objections: row.objections.map(([, by, kind, reason, url, at, outcome]) => ({
      by,
      kind,
      reason,
      url,
      at: toInstant(at),
      outcome,
    })),
    rivals: toClaimLinks(row.rivals),
    log: row.decisions.map(([at, act, by, rule, reason]) => ({
      at: toInstant(at),
      act,
      by: by ?? '',
      isByRule: rule !== null,
      reason,
    })),
    rights: rightsOf(row, caller, parties, now()),
  }
}

/** A claim names the record: where that is hidden, it is for curators and for those whose case it is. */
async function assertSeen(
  context: ReadContext,
  { author_id: id }: Pick<ClaimRow, 'author_id'>,
  { caller, parties }: { readonly caller: Caller | undefined; readonly parties: ClaimParties | undefined },
): Promise<void> {
  const isParty =
    caller !== undefined &&
    parties !== undefined &&
    [parties.claimantId, ...parties.otherPartyIds].includes(caller.accountId)
  if (!isParty && (caller === undefined || !isCurator(caller.role))) await assertShown(context, { kind: 'author', id })
}

function toEvidence({ evidence }: ClaimPageRow): ClaimPage['evidence'] {
  return evidence.map(([kind, issuer, source, since, until, detail]) => ({
    says: sayKind(kind),
    issuer,
    source,
    since: toInstant(since),
    until: until === null ? null : toInstant(until),
    binds: isBinding({ ...detail, kind: kind as never }),
  }))
}

function rightsOf(
  row: ClaimPageRow,
  caller: Caller | undefined,
  parties: ClaimParties | undefined,
  at: Date,
): ClaimRights {
  if (caller === undefined || parties === undefined)
    return {
      isClaimant: false,
      canContest: false,
      hasObjected: false,
      canWithdraw: false,
      canAppeal: false,
      canWithdrawAppeal: false,
      decide: undefined,
    }
  const objection = row.objections.find(
    ([accountId, , kind, , , , outcome]) => accountId === caller.accountId && kind === 'contest' && outcome === null,
  )
  return {
    isClaimant: caller.accountId === row.account_id,
    canContest: canContest(caller, parties) === true,
    hasObjected: objection !== undefined,
    canWithdraw: canWithdraw(caller, parties) === true,
    canAppeal: canAppeal(caller, parties, at) === true,
    canWithdrawAppeal: canWithdrawAppeal(caller, parties) === true,
    decide: isCurator(caller.role) ? canDecide(caller, parties) : undefined,
  }
}
