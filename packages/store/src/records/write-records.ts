import { type EntityKind, type EntityRecord, entityKinds, kindCodeOf, type RecordOf } from '@bzpeer/schema'
import { Rows } from '../bulk.ts'
import { holdRecords } from '../corrections/held-records.ts'
import { keepCorrections } from '../corrections/keep-corrections.ts'
import { keepResolutions } from '../identity/keep-resolutions.ts'
import type { StoreTransaction } from '../store.ts'
import { addCounts } from './count-deltas.ts'
import { markDirty } from './dirty.ts'
import { type Decision, decideVersions } from './decide-versions.ts'
import { writeAuthors, writeInstitutions, writeSources, writeTopics } from './entity-writers.ts'
import { forgetMentionedIdentifiers, writeMentionedIdentifiers } from './mentioned-identifiers.ts'
import { resolveMerged } from './resolve-merged.ts'
import { writeStubs } from './stub-writer.ts'
import { markAuthorsDirty, type PreparedWork, removeWorks, writeWorks } from './work-writer.ts'

export interface WrittenTally {
  created: number
  updated: number
  unchanged: number
}

export interface WriteOptions {
  readonly observedAt: Date
  /** When the file that the records come from was last changed. */
  readonly fileModifiedAt: Date
  /** Asked once for each work that is written. */
  prepared(work: RecordOf<'work'>): PreparedWork
}

/**
 * Takes records over, in any order of kinds, within the caller's transaction: new ones are copied in, changed ones
 * replace what their source said before, older ones and repeats change nothing.
 */
export async function writeRecords(
  tx: StoreTransaction,
  records: readonly EntityRecord[],
  options: WriteOptions,
): Promise<WrittenTally> {
  const { records: current, stated, givenUp } = await resolveMerged(tx, records)
  await holdRecords(tx.session, givenUp, options)
  const asStated = new Map(current.map((record, index) => [record, stated[index] ?? record]))
  const writing = { ...options, statedOf: <R extends EntityRecord>(record: R) => (asStated.get(record) ?? record) as R }
  const tally: WrittenTally = { created: 0, updated: 0, unchanged: givenUp.length }
  for (const kind of entityKinds) {
    const ofKind = current.filter((record) => record.kind === kind)
    if (ofKind.length > 0) await writeKind(tx, kind, ofKind, writing, tally)
  }
  return tally
}

interface Writing extends WriteOptions {
  /** The record as it came, before ids that were given up were replaced. */
  statedOf<R extends EntityRecord>(record: R): R
}

async function writeKind(
  tx: StoreTransaction,
  kind: EntityKind,
  records: readonly EntityRecord[],
  options: Writing,
  tally: WrittenTally,
): Promise<void> {
  const { statements, facts, repeated, counts } = await decideVersions(tx, kind, records, options.fileModifiedAt)
  tally.created += counts.created
  tally.updated += counts.updated
  tally.unchanged += counts.unchanged
  await noteRepeated(tx, kind, repeated, options.fileModifiedAt)
  if (statements.length === 0) return
  if (kind === 'work')
    await removeWorks(
      tx,
      knownOf(facts).map(({ id }) => id),
    )
  if (facts.length > 0)
    await writeFacts(
      tx,
      kind,
      facts.map(({ record }) => record),
      options,
    )
  await writeStubs(
    tx,
    statements.flatMap(({ record }) => ('mentions' in record ? record.mentions : [])),
  )
  await writeMentionedIdentifiers(
    tx,
    statements.map(({ record }) => record),
  )
  await forgetStatements(tx, kind, knownOf(statements))
  await forgetMentionedIdentifiers(
    tx,
    kind,
    statements.filter(({ isKnown }) => !isKnown).map(({ record }) => record.id),
  )
  await writeStatements(
    tx,
    kind,
    statements.map(({ record }) => record),
    options,
  )
  // What only adds to or takes from a work's identifiers may change by what its authors are identified.
  if (kind === 'work') await markAuthorsDirty(tx, idsWithout(statements, facts))
}

function idsWithout(decisions: readonly Decision[], others: readonly Decision[]): number[] {
  const leftOut = new Set(others)
  return decisions.filter((decision) => !leftOut.has(decision)).map(({ record }) => record.id)
}

function knownOf(decisions: readonly Decision[]): EntityRecord[] {
  return decisions.filter(({ isKnown }) => isKnown).map(({ record }) => record)
}

async function writeFacts(
  tx: StoreTransaction,
  kind: EntityKind,
  records: readonly EntityRecord[],
  options: Writing,
): Promise<void> {
  if (kind === 'work') {
    const said = records as RecordOf<'work'>[]
    const resolved = await keepResolutions(tx.session, said)
    const works = await keepCorrections(tx.session, resolved, said.map(options.statedOf))
    const { counts, authorIds } = await writeWorks(tx, works, (work) => options.prepared(work))
    await addCounts(tx, counts)
    await markDirty(tx, 'author', authorIds)
    return
  }
  switch (kind) {
    case 'author':
      await writeAuthors(tx, records as RecordOf<'author'>[])
      break
    case 'institution':
      await writeInstitutions(tx, records as RecordOf<'institution'>[])
      break
    case 'topic':
      await writeTopics(tx, records as RecordOf<'topic'>[])
      break
    case 'source':
      await writeSources(tx, records as RecordOf<'source'>[])
      break
  }
  await markDirty(
    tx,
    kind,
    records.map(({ id }) => id),
  )
}

/** Takes away what the same sources said of the same entities before. */
async function forgetStatements(
  { session }: StoreTransaction,
  kind: EntityKind,
  records: readonly EntityRecord[],
): Promise<void> {
  if (records.length === 0) return
  for (const table of ['identifiers', 'records'] as const) {
    await session.query(
      `delete from ${table} t using unnest($2::bigint[], $3::text[]) as said (id, source)
       where t.kind = $1 and t.entity_id = said.id and t.source = said.source`,
      [kindCodeOf[kind], records.map(({ id }) => id), records.map(({ source }) => source)],
    )
  }
}

/** Text that a younger file repeats is as young as that file, so that what was said in between does not replace it. */
async function noteRepeated(
  { session }: StoreTransaction,
  kind: EntityKind,
  records: readonly EntityRecord[],
  fileModifiedAt: Date,
): Promise<void> {
  if (records.length === 0) return
  await session.query(
    `update records r set file_modified_at = $4 from unnest($2::bigint[], $3::text[]) as said (id, source)
     where r.kind = $1 and r.entity_id = said.id and r.source = said.source`,
    [kindCodeOf[kind], records.map(({ id }) => id), records.map(({ source }) => source), fileModifiedAt],
  )
}

/** Identifiers and provenance: which source said it, and when. */
async function writeStatements(
  { session }: StoreTransaction,
  kind: EntityKind,
  accepted: readonly EntityRecord[],
  { observedAt, fileModifiedAt }: WriteOptions,
): Promise<void> {
  const code = kindCodeOf[kind]
  const identifiers = new Rows('identifiers', ['scheme', 'value', 'kind', 'entity_id', 'source'])
  const records = new Rows('records', [
    'kind',
    'entity_id',
    'source',
    'source_updated_at',
    'file_modified_at',
    'observed_at',
    'content_hash',
  ])
  for (const record of accepted) {
    for (const { scheme, value } of record.identifiers) identifiers.add(scheme, value, code, record.id, record.source)
    records.add(code, record.id, record.source, record.updatedAt, fileModifiedAt, observedAt, record.contentHash)
  }
  await identifiers.copyTo(session)
  await records.copyTo(session)
}
