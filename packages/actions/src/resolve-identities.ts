import { type BlockDecisions, resolveBlock, sliceBlock } from '@bzpeer/domain'
import {
  areNamesCounted,
  type BlockScope,
  type BylinePlace,
  countBlocks,
  countDirty,
  countOpenBylines,
  deriveDirty,
  emptyResolutionProgress,
  findUnfinishedResolution,
  finishResolution,
  listNextBlocks,
  noteNewAuthors,
  noteOpenBylines,
  noteResolution,
  readBlockMembers,
  recountNames,
  type ResolutionProgress,
  type ResolutionTally,
  type Store,
  type StoreTransaction,
  writeDecisions,
} from '@bzpeer/store'
import { followRecords } from './evidence/follow-records.ts'

export interface ResolveContext {
  readonly store: Store
  now(): Date
}

export type ResolveProgress =
  /** Blocks of names that may be one person's. */
  | { readonly phase: 'comparing'; readonly done: number; readonly total: number; readonly tally: ResolutionTally }
  /** Entities of any kind. */
  | { readonly phase: 'deriving'; readonly done: number; readonly total: number }

export interface ResolveSummary extends ResolutionTally {
  readonly isResumed: boolean
}

/**
 * Looks at all names: joins bylines without a record with records and with each other, and proposes records that may be
 * one person's. Some blocks of names at a time are one transaction, together with the note of how far it has come;
 * called again after being cut off, it goes on from there. What was decided before stays decided.
 * @throws {WriterBusyError} while another process changes the same database.
 */
export async function resolveIdentities(
  context: ResolveContext,
  onProgress: (progress: ResolveProgress) => void,
): Promise<ResolveSummary> {
  const { store } = context
  return store.asOnlyWriter(async () => {
    const unfinished = await findUnfinishedResolution(store)
    if (unfinished === undefined) await prepare(store)
    const tally = await compareBlocks(context, unfinished ?? emptyResolutionProgress, 'all', onProgress)
    await finishResolution(store)
    await derive(context, onProgress)
    return { ...tally, isResumed: unfinished !== undefined }
  })
}

/** What an import may bring in and have resolved at its end: some seconds of work. More is left to `resolveIdentities`. */
const openBylinesAtMost = 500

/**
 * Looks at the names on bylines that no record stands for, in the blocks they are in. For the end of an import.
 * @returns undefined where there are so many that they are left to `resolveIdentities`.
 */
export async function resolveOpenBylines(
  context: ResolveContext,
  onProgress: (progress: ResolveProgress) => void,
): Promise<ResolutionTally | undefined> {
  const { store } = context
  const open = await store.withSession(({ session }) => countOpenBylines(session, openBylinesAtMost + 1))
  if (open > openBylinesAtMost) return undefined
  if (open === 0) return emptyResolutionProgress.tally
  return store.asOnlyWriter(async () => {
    await noteBylines(store)
    await store.transaction(async ({ session }) => {
      // How common names are changes slowly: it is counted anew when everything is resolved.
      if (!(await areNamesCounted(session))) await recountNames(session)
    })
    const tally = await compareBlocks(context, emptyResolutionProgress, 'open bylines', onProgress)
    await derive(context, onProgress)
    return tally
  })
}

async function prepare(store: Store): Promise<void> {
  await noteAuthors(store)
  await noteBylines(store)
  await store.transaction(async (tx) => {
    await recountNames(tx.session)
    await noteResolution(tx, emptyResolutionProgress)
  })
}

async function noteAuthors(store: Store): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const last: number = after
    after = await store.transaction(({ session }) => noteNewAuthors(session, last))
  }
}

async function noteBylines(store: Store): Promise<void> {
  for (let after: BylinePlace | undefined = { workId: 0, position: 0 }; after !== undefined;) {
    const last: BylinePlace = after
    after = await store.transaction(({ session }) => noteOpenBylines(session, last))
  }
}

async function compareBlocks(
  context: ResolveContext,
  from: ResolutionProgress,
  scope: BlockScope,
  onProgress: (progress: ResolveProgress) => void,
): Promise<ResolutionTally> {
  const { store } = context
  const total = await countBlocks(store, scope)
  const compareAfter = async (before: ResolutionProgress): Promise<ResolutionProgress | undefined> => {
    onProgress({ phase: 'comparing', done: before.blocks, total, tally: before.tally })
    return store.transaction(async (tx) => compareNext(tx, context.now(), before, scope), { settles: 'with the next' })
  }
  let done = from
  for (let next = await compareAfter(done); next !== undefined; next = await compareAfter(done)) done = next
  return done.tally
}

/** Decides about the next blocks; undefined where there are none left. */
async function compareNext(
  tx: StoreTransaction,
  now: Date,
  before: ResolutionProgress,
  scope: BlockScope,
): Promise<ResolutionProgress | undefined> {
  const sizes = await listNextBlocks(tx.session, before.afterBlock, scope)
  const last = sizes.at(-1)
  if (last === undefined) return undefined
  const members = await readBlockMembers(
    tx.session,
    sizes.map(({ block }) => block),
    scope === 'all',
  )
  const resolved = [...members.values()].flatMap(sliceBlock).map((seeds): BlockDecisions => resolveBlock(seeds))
  const decisions = scope === 'all' ? resolved : resolved.map(withoutLoneNames)
  const tally = addTallies(before.tally, await writeDecisions(tx, members, decisions, now))
  const progress = { afterBlock: last.block, blocks: before.blocks + sizes.length, tally }
  if (scope === 'all') await noteResolution(tx, progress)
  return progress
}

/** A name that agrees with no other stays a name on its work until everything is resolved: the next import may say whose it is. */
function withoutLoneNames(decisions: BlockDecisions): BlockDecisions {
  return { ...decisions, founded: decisions.founded.filter((bylines) => bylines.length > 1) }
}

function addTallies(a: ResolutionTally, b: ResolutionTally): ResolutionTally {
  return {
    bylines: a.bylines + b.bylines,
    joined: a.joined + b.joined,
    founded: a.founded + b.founded,
    merged: a.merged + b.merged,
    candidates: a.candidates + b.candidates,
    confidence: a.confidence + b.confidence,
  }
}

async function derive(context: ResolveContext, onProgress: (progress: ResolveProgress) => void): Promise<void> {
  const { store } = context
  const total = await countDirty(store)
  let done = 0
  await deriveDirty(store, (entities) => {
    done += entities
    onProgress({ phase: 'deriving', done, total })
  })
  await followRecords(context)
}
