import { type Caller, canConfirmWorks, isAttested, worksConfirmedAtMost } from '@bzpeer/domain'
import { formatId, pathOf } from '@bzpeer/schema'
import {
  addEvidence,
  type ConfirmationRow,
  listConfirmations,
  listSharedOf,
  lockClaims,
  lockVouches,
  readVouchFacts,
  recordTrustChange,
  revokeEvidence,
  type StoreTransaction,
} from '@bzpeer/store'
import { type ActionContext, assertAllowed, NotAllowedError } from '../action-context.ts'

export interface WorksConfirmed {
  /** Whose works they are. */
  readonly authorId: number
  /** All that the caller confirms from now on: what is not among them is taken back. */
  readonly workIds: readonly number[]
}

/**
 * Says which works are those of a record's owner: the word of a co-author whose own record is attested and has the works
 * too, in one statement for each such record. It ends like a vouch does. What was said of the works of a former owner is
 * taken back with it; while nobody owns the record, that can be taken back alone.
 * @throws {NotAllowedError}
 */
export async function confirmWorks(
  { store, caller, now }: Pick<ActionContext, 'store' | 'caller' | 'now'>,
  { authorId, workIds }: WorksConfirmed,
): Promise<void> {
  const wanted = new Set(workIds)
  if (wanted.size > worksConfirmedAtMost)
    throw new NotAllowedError(`${worksConfirmedAtMost} works of a record can be confirmed by one co-author.`)
  await store.transaction(async (tx) => {
    await lockVouches(tx.db)
    await lockClaims(tx, authorId)
    const at = now()
    const said = await listConfirmations(tx.db, { accountId: caller.accountId, authorId })
    const standing = said.filter(({ isStanding }) => isStanding)
    const added = [...wanted].filter((id) => !standing.some((one) => one.workIds.includes(id)))
    const statements = added.length === 0 ? [] : await stateAdded(tx, { caller, authorId, workIds: added, at })
    const rest = await takeBack(tx, said, { wanted, statements, at })
    if (statements.length === 0 && rest.length === 0) return
    for (const statement of [...statements, ...rest])
      await keep(tx, statement, { accountId: caller.accountId, authorId })
    await recordTrustChange(tx, authorId, at, added.length > 0 ? 'evidence.added' : 'evidence.revoked')
  })
}

interface Statement extends Pick<ConfirmationRow, 'claimId' | 'issuer' | 'observedAt'> {
  readonly workIds: Set<number>
}

/** What is to be said of works that were not confirmed before, by each of the caller's records that has some of them. */
async function stateAdded(
  tx: StoreTransaction,
  {
    caller,
    authorId,
    workIds,
    at,
  }: { readonly caller: Caller; readonly authorId: number; readonly workIds: readonly number[]; readonly at: Date },
): Promise<Statement[]> {
  const facts = await readVouchFacts(tx.db, { accountId: caller.accountId, authorId }, at)
  const attested = facts.sharing.filter(({ levelWithoutOwner }) => isAttested(levelWithoutOwner))
  const ownAuthorIds = (attested.length > 0 ? attested : facts.sharing).map((one) => one.authorId)
  const shared = await listSharedOf(tx.db, { authorId, ownAuthorIds, workIds })
  assertAllowed(canConfirmWorks(caller, { ...facts, areShared: shared.length === workIds.length }))
  const { claimId } = facts
  if (claimId === null) throw new Error('internal: works are confirmed of a record that somebody owns')
  return [...Map.groupBy(shared, ({ ownAuthorId }) => ownAuthorId)].map(([id, works]) => ({
    claimId,
    issuer: formatId({ kind: 'author', id }),
    observedAt: at,
    workIds: new Set(works.map(({ workId }) => workId)),
  }))
}

/**
 * Takes back what is not wanted any more. What is left of a statement goes into the new one by the same record.
 * @returns what is left of the others: as it was said when it was said, it uses up nothing of today.
 */
async function takeBack(
  tx: StoreTransaction,
  said: readonly ConfirmationRow[],
  {
    wanted,
    statements,
    at,
  }: { readonly wanted: ReadonlySet<number>; readonly statements: readonly Statement[]; readonly at: Date },
): Promise<Statement[]> {
  const rest: Statement[] = []
  for (const one of said) {
    const left = one.isStanding ? one.workIds.filter((id) => wanted.has(id)) : []
    const next = one.isStanding ? statements.find(({ issuer }) => issuer === one.issuer) : undefined
    if (next === undefined && left.length === one.workIds.length) continue
    await revokeEvidence(tx, { id: one.id }, at)
    for (const id of left) next?.workIds.add(id)
    if (next === undefined) rest.push({ ...one, workIds: new Set(left) })
  }
  return rest
}

async function keep(
  tx: StoreTransaction,
  { workIds, ...statement }: Statement,
  { accountId, authorId }: { readonly accountId: string; readonly authorId: number },
): Promise<void> {
  const [first, ...more] = [...workIds].toSorted((a, b) => a - b)
  if (first === undefined) return
  await addEvidence(tx, {
    authorId,
    claimId: statement.claimId,
    accountId,
    kind: 'authorship.supported',
    issuer: statement.issuer,
    source: pathOf({ kind: 'work', id: first }),
    observedAt: statement.observedAt,
    expiresAt: null,
    detail: { work_ids: [first, ...more] },
  })
}
