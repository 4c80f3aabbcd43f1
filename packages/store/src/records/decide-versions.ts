import { type EntityKind, type EntityRecord, kindCodeOf } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'

/** A record to be written, and whether the store holds anything said about the same entity already. */
export interface Decision {
  readonly record: EntityRecord
  readonly isKnown: boolean
}

interface Version {
  readonly updatedAt: number | null
  readonly contentHash: string
}

export interface VersionDecisions {
  /** What each source now says, where that is something new. */
  readonly statements: readonly Decision[]
  /** Those of them whose facts stand: at most one for each entity. */
  readonly facts: readonly Decision[]
  readonly counts: { readonly created: number; readonly updated: number; readonly unchanged: number }
}

/** Versions by what they are about and who says so: `123 openalex.org`. */
type Versions = ReadonlyMap<string, Version>

/**
 * Which of the records, all of one kind, say something new. Repeats within the batch are settled in order,
 * so that the batch's last word on an entity is written once.
 */
export async function decideVersions(
  tx: StoreTransaction,
  kind: EntityKind,
  records: readonly EntityRecord[],
): Promise<VersionDecisions> {
  const stored = await readVersions(tx, kind, records)
  const current = new Map(stored)
  const winners = new Map<string, EntityRecord>()
  const updates = new Map<string, number>()
  const counts = { created: 0, updated: 0, unchanged: 0 }
  for (const record of records) {
    const key = keyOf(record)
    const incoming = versionOf(record)
    const before = current.get(key)
    if (before !== undefined && !replaces(incoming, before)) {
      counts.unchanged++
      continue
    }
    if (before === undefined) counts.created++
    else updates.set(key, (updates.get(key) ?? 0) + 1)
    current.set(key, incoming)
    winners.set(key, record)
  }
  for (const [key, times] of updates) {
    // A file that says two things of one entity, brought in again, ends with what is there.
    const isAsBefore = isSame(stored.get(key), current.get(key))
    counts[isAsBefore ? 'unchanged' : 'updated'] += times
    if (isAsBefore) winners.delete(key)
  }
  const knownIds = new Set(Array.from(stored.keys(), idOf))
  const leading = leadingSources(current)
  const statements = [...winners.values()].map((record) => ({ record, isKnown: knownIds.has(record.id) }))
  return { statements, facts: statements.filter(({ record }) => leading.get(record.id) === keyOf(record)), counts }
}

/** Different text replaces, unless it is older; text without a date is never held to be newer than dated text. */
function replaces(incoming: Version, before: Version): boolean {
  if (incoming.contentHash === before.contentHash) return false
  if (before.updatedAt === null) return true
  return incoming.updatedAt !== null && incoming.updatedAt >= before.updatedAt
}

function isSame(a: Version | undefined, b: Version | undefined): boolean {
  return a?.contentHash === b?.contentHash && a?.updatedAt === b?.updatedAt
}

/**
 * Where several sources speak of one entity, the facts of the newest record stand, of equally new ones those of the
 * source whose name comes last: the outcome does not depend on the order in which the sources were imported.
 */
function leadingSources(versions: Versions): ReadonlyMap<number, string> {
  const leading = new Map<number, string>()
  for (const [key, version] of versions) {
    const other = leading.get(idOf(key))
    if (other === undefined || leads([key, version], [other, versions.get(other)])) leading.set(idOf(key), key)
  }
  return leading
}

function leads([key, version]: [string, Version], [otherKey, other]: [string, Version | undefined]): boolean {
  const difference = (version.updatedAt ?? -Infinity) - (other?.updatedAt ?? -Infinity)
  return difference > 0 || ((difference === 0 || Number.isNaN(difference)) && key > otherKey)
}

function keyOf({ id, source }: EntityRecord): string {
  return `${id} ${source}`
}

function idOf(key: string): number {
  return Number(key.slice(0, key.indexOf(' ')))
}

function versionOf({ updatedAt, contentHash }: EntityRecord): Version {
  return { updatedAt: updatedAt?.getTime() ?? null, contentHash }
}

async function readVersions(
  { session }: StoreTransaction,
  kind: EntityKind,
  records: readonly EntityRecord[],
): Promise<Versions> {
  const { rows } = await session.query<{
    entity_id: number
    source: string
    source_updated_at: Date | null
    content_hash: string
  }>(
    // A join over the ids goes by the key however the planner sees the table, which an import fills as it reads.
    `select entity_id, source, source_updated_at, content_hash from unnest($2::bigint[]) as wanted (id)
       cross join lateral (select * from records where kind = $1 and entity_id = wanted.id offset 0) r`,
    [kindCodeOf[kind], [...new Set(records.map(({ id }) => id))]],
  )
  return new Map(
    rows.map((row) => [
      `${row.entity_id} ${row.source}`,
      { updatedAt: row.source_updated_at?.getTime() ?? null, contentHash: row.content_hash },
    ]),
  )
}
