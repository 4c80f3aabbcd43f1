import { type EntityKind, type EntityRecord, kindCodeOf } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'

/** A record to be written, and whether the store holds anything said about the same entity already. */
export interface Decision {
  readonly record: EntityRecord
  readonly isKnown: boolean
}

interface Version {
  /** Milliseconds since 1970; `-Infinity` where nothing is said, here and of the file. */
  readonly updatedAt: number
  readonly fileModifiedAt: number
  readonly contentHash: string
}

export interface VersionDecisions {
  /** What each source now says, where that is something new. */
  readonly statements: readonly Decision[]
  /** Those of them whose facts stand: at most one for each entity. */
  readonly facts: readonly Decision[]
  /** Said word for word before, and now by a younger file. */
  readonly repeated: readonly EntityRecord[]
  readonly counts: { readonly created: number; readonly updated: number; readonly unchanged: number }
}

/** Versions by what they are about and who says so: `123 openalex.org`. */
type Versions = ReadonlyMap<string, Version>

/**
 * Which of the records, all of one kind and from files last changed at `fileModifiedAt`, say something new. Of several
 * about one entity from one source, the last version is written once.
 */
export async function decideVersions(
  tx: StoreTransaction,
  kind: EntityKind,
  records: readonly EntityRecord[],
  fileModifiedAt: Date,
): Promise<VersionDecisions> {
  const stored = await readVersions(tx, kind, records)
  const current = new Map(stored)
  const winners = new Map<string, EntityRecord>()
  const repeated = new Map<string, EntityRecord>()
  const counts = { created: 0, updated: 0, unchanged: 0 }
  for (const record of records) {
    const key = keyOf(record)
    const incoming = toVersion(record.updatedAt, fileModifiedAt, record.contentHash)
    const before = current.get(key)
    const isNewer = before === undefined || compareVersions(incoming, before) > 0
    const isRepeat =
      incoming.contentHash === before?.contentHash &&
      incoming.updatedAt === before.updatedAt &&
      !(kind === 'work' && lacksIds(before))
    if (isNewer) current.set(key, incoming)
    if (isNewer && !isRepeat) winners.set(key, record)
    else if (isNewer) repeated.set(key, record)
    counts[before === undefined ? 'created' : isNewer && !isRepeat ? 'updated' : 'unchanged']++
  }
  const knownIds = new Set(Array.from(stored.keys(), idOf))
  const leading = leadingSources(current)
  const statements = [...winners.values()].map((record) => ({ record, isKnown: knownIds.has(record.id) }))
  return {
    statements,
    facts: statements.filter(({ record }) => leading.get(record.id) === keyOf(record)),
    repeated: [...repeated].filter(([key]) => !winners.has(key)).map(([, record]) => record),
    counts,
  }
}

/**
 * The order of what one source says of one entity: by the source's own date, none being the oldest; then by that of the
 * file; then by digest, since any order will do as long as it is always the same. Whatever comes first, the last stands.
 */
function compareVersions(a: Version, b: Version): number {
  return (
    compare(a.updatedAt, b.updatedAt) ||
    compare(a.fileModifiedAt, b.fileModifiedAt) ||
    compare(a.contentHash, b.contentHash)
  )
}

function compare<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Rows without a file's date were written when the iDs on bylines were not kept yet: the same line says more now. */
function lacksIds({ fileModifiedAt }: Version): boolean {
  return fileModifiedAt === -Infinity
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
  return (compare(version.updatedAt, other?.updatedAt ?? -Infinity) || compare(key, otherKey)) > 0
}

function keyOf({ id, source }: EntityRecord): string {
  return `${id} ${source}`
}

function idOf(key: string): number {
  return Number(key.slice(0, key.indexOf(' ')))
}

function toVersion(updatedAt: Date | null, fileModifiedAt: Date | null, contentHash: string): Version {
  return {
    updatedAt: updatedAt?.getTime() ?? -Infinity,
    fileModifiedAt: fileModifiedAt?.getTime() ?? -Infinity,
    contentHash,
  }
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
    file_modified_at: Date | null
    content_hash: string
  }>(
    // A join over the ids goes by the key however the planner sees the table, which an import fills as it reads.
    `select entity_id, source, source_updated_at, file_modified_at, content_hash from unnest($2::bigint[]) as wanted (id)
       cross join lateral (select * from records where kind = $1 and entity_id = wanted.id offset 0) r`,
    [kindCodeOf[kind], [...new Set(records.map(({ id }) => id))]],
  )
  return new Map(
    rows.map((row) => [
      `${row.entity_id} ${row.source}`,
      toVersion(row.source_updated_at, row.file_modified_at, row.content_hash),
    ]),
  )
}
