import {
  type Caller,
  canDecideCorrection,
  canUndoCorrection,
  canWithdrawProposal,
  type CorrectionParties,
  isCurator,
} from '@bzpeer/domain'
import {
  type CorrectionPageRow,
  findCorrectionPage,
  findHidden,
  findMentionedWork,
  findMergedInto,
  listAliveClaims,
  readCorrectionParties,
} from '@bzpeer/store'
import { claimPath } from '../claims/present-claims.ts'
import { toInstant, toLink, toLinkOrNull } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import { compareRecords } from './compare-records.ts'
import type { Comparison, CorrectionPage, CorrectionRights } from './correction-shapes.ts'
import { correctionPath, instantOrNull, toListedCorrection } from './present-corrections.ts'

/** A correction, what speaks for it, and what whoever looks at it may do; undefined where there is none. */
export async function readCorrectionPage(
  context: ReadContext,
  number: number,
  caller: Caller | undefined,
): Promise<CorrectionPage | undefined> {
  const row = await findCorrectionPage(context.db, number)
  if (row === undefined) return undefined
  const parties = caller && (await readCorrectionParties(context.db, row))
  const isConfidant = caller !== undefined && parties !== undefined && mayKnow(caller, parties)
  const isConfidential = row.kind === 'hide' || row.records.some(([, , , isHidden]) => isHidden)
  const isTold = !isConfidential || isConfidant
  return {
    ...toListedCorrection({ ...row, is_owned: false }, isConfidant && mayName(caller, parties, row)),
    details: row.details,
    isConfidential,
    statement: isTold ? row.statement : '',
    evidenceUrl: isTold ? row.evidence_url : null,
    proposer: isTold ? row.proposer_name : null,
    isByRule: row.proposed_by === null,
    decidedAt: instantOrNull(row.decided_at),
    reason: isTold || row.kind === 'hide' ? row.reason : null,
    endReason: isTold || row.kind === 'hide' ? row.end_reason : null,
    works: (isTold ? row.works : []).map(([id, title, year, authors]) => ({
      ...toLink('work', id, title),
      year,
      authors,
    })),
    institutions: row.institutions.map(([id, name]) => toLink('institution', id, name)),
    missing: isTold ? await readMissing(context, row) : null,
    hiding: caller !== undefined && isCurator(caller.role) ? await readHiding(context, row) : null,
    comparison: await readComparison(context, row, isConfidant),
    log: isTold ? toLog(row) : [],
    rights: rightsOf(caller, parties),
  }
}

/** Curators, and those whose case it is. */
function mayKnow({ accountId, role }: Caller, { proposerId, partyIds }: CorrectionParties): boolean {
  return isCurator(role) || accountId === proposerId || partyIds.includes(accountId)
}

/** To ask about a record that somebody else had hidden tells nobody its name. */
function mayName(
  caller: Caller,
  { partyIds }: CorrectionParties,
  { kind, status, records }: CorrectionPageRow,
): boolean {
  const knowsIt = isCurator(caller.role) || partyIds.includes(caller.accountId) || status === 'accepted'
  return knowsIt || kind !== 'hide' || records.every(([, , , isHidden]) => !isHidden)
}

async function readHiding(
  { db }: ReadContext,
  { kind, status, author_id: id }: CorrectionPageRow,
): Promise<CorrectionPage['hiding']> {
  if (kind !== 'hide' || status !== 'open') return null
  const authorId = (await findMergedInto({ kind: 'author', id }, db)) ?? id
  const hidden = await findHidden(db, { kind: 'author', id: authorId })
  if (hidden === undefined) return null
  const owner = (await listAliveClaims(db, authorId)).find((claim) => claim.status === 'accepted')
  return {
    correction: correctionPath(hidden.correction),
    ownerClaim: owner === undefined ? null : claimPath(owner.id),
  }
}

async function readMissing({ db }: ReadContext, { details }: CorrectionPageRow): Promise<CorrectionPage['missing']> {
  if (details.kind !== 'missing-work') return null
  const work = await findMentionedWork(db, details.work)
  return {
    work: work === undefined ? null : toLink('work', work.id, work.title),
    byline: (work?.byline ?? []).map(([position, name, id, author]) => ({
      position,
      name,
      author: toLinkOrNull('author', id, author),
    })),
  }
}

async function readComparison(
  context: ReadContext,
  { details, status, records }: CorrectionPageRow,
  isConfidant: boolean,
): Promise<Comparison | null> {
  const isShown = isConfidant || records.every(([, , , isHidden]) => !isHidden)
  if (details.kind !== 'merge' || status !== 'open' || !isShown) return null
  const ids = [details.authorId, details.intoId] as const
  const [a, b] = await Promise.all(ids.map(async (id) => findMergedInto({ kind: 'author', id }, context.db)))
  return (await compareRecords(context, [a ?? details.authorId, b ?? details.intoId])) ?? null
}

function toLog({ log }: CorrectionPageRow): CorrectionPage['log'] {
  return log.map(([at, act, by, rule, reason]) => ({
    at: toInstant(at),
    act,
    by: by ?? '',
    isByRule: rule !== null,
    reason,
  }))
}

function rightsOf(caller: Caller | undefined, parties: CorrectionParties | undefined): CorrectionRights {
  if (caller === undefined || parties === undefined) return { canWithdraw: false, decide: undefined, undo: undefined }
  const undo = canUndoCorrection(caller, parties)
  return {
    canWithdraw: canWithdrawProposal(caller, parties) === true,
    decide: isCurator(caller.role) && parties.status === 'open' ? canDecideCorrection(caller, parties) : undefined,
    undo: parties.status === 'accepted' && (undo === true || isCurator(caller.role)) ? undo : undefined,
  }
}
