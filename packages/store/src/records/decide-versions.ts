import { type EntityKind, type EntityRecord, kindCodeOf } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'

/** A record to be written, and whether the store holds one about the same entity already. */
export interface Decision {
  readonly record: EntityRecord
  readonly isKnown: boolean
}

interface Version {
  readonly updatedAt: number | null
  readonly contentHash: string
}

export interface VersionDecisions {
  readonly decisions: readonly Decision[]
  readonly counts: { readonly created: number; readonly updated: number; readonly unchanged: number }
}

/**
 * Which of the records, all of one kind, say something new. Repeats within the batch are settled in order,
 * so that the batch's last word on an entity is written once.
 */
export async function decideVersions(tx: StoreTransaction, kind: EntityKind, records: readonly EntityRecord[]): Promise<VersionDecisions> {
  const stored = await readVersions(tx, kind, records)
  const current = new Map(stored)
  const winners = new Map<string, EntityRecord>()
  const counts = { created: 0, updated: 0, unchanged: 0 }
  for (const record of records) {
    const key = `${record.id} ${record.source}`
    const incoming = { updatedAt: record.updatedAt?.getTime() ?? null, contentHash: record.contentHash }
    const before = current.get(key)
    if (before !== undefined && !replaces(incoming, before)) {
      counts.unchanged++
      continue
    }
    if (before === undefined) counts.created++
    else counts.updated++
    current.set(key, incoming)
    winners.set(key, record)
  }
  const knownIds = new Set([...stored.keys()].map((key) => Number(key.split(' ')[0])))
  const decisions = [...winners.values()].map((record) => ({ record, isKnown: knownIds.has(record.id) }))
  return { decisions: onePerEntity(decisions), counts }
}

/** Different text replaces, unless it is older; text without a date is never held to be newer than dated text. */
function replaces(incoming: Version, before: Version): boolean {
  if (incoming.contentHash === before.contentHash) return false
  if (before.updatedAt === null) return true
  return incoming.updatedAt !== null && incoming.updatedAt >= before.updatedAt
}

/** Where two sources speak of one entity in one batch, the later one's facts stand. */
function onePerEntity(decisions: readonly Decision[]): Decision[] {
  return [...new Map(decisions.map((decision) => [decision.record.id, decision])).values()]
}

async function readVersions({ session }: StoreTransaction, kind: EntityKind, records: readonly EntityRecord[]): Promise<Map<string, Version>> {
  const { rows } = await session.query<{ entity_id: number; source: string; source_updated_at: Date | null; content_hash: string }>(
    'select entity_id, source, source_updated_at, content_hash from records where kind = $1 and entity_id = any($2::bigint[])',
    [kindCodeOf[kind], [...new Set(records.map(({ id }) => id))]],
  )
  return new Map(
    rows.map((row) => [
      `${row.entity_id} ${row.source}`,
      { updatedAt: row.source_updated_at?.getTime() ?? null, contentHash: row.content_hash },
    ]),
  )
}
