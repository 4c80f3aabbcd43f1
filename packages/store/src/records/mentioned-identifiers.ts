import { type EntityKind, type EntityRecord, kindCodeOf } from '@bzpeer/schema'
import { decidedSources } from '../corrections/decided-source.ts'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'

const institution = kindCodeOf.institution

/**
 * The ROR ids that records state beside the names of institutions, for those that have no record of their own: all that
 * are stated, each once for each source, so that no order of records matters. (Those of authors follow from bylines,
 * and are derived.)
 */
export async function writeMentionedIdentifiers(
  { session }: StoreTransaction,
  records: readonly EntityRecord[],
): Promise<void> {
  const rows = mentionedRors(records)
  if (rows.length === 0) return
  await session.query(
    `insert into identifiers (scheme, value, kind, entity_id, source)
     select 'ror', value, ${institution}, id, source from unnest($1::bigint[], $2::text[], $3::text[]) as said (id, value, source)
     where not exists (select from records r where r.kind = ${institution} and r.entity_id = said.id)
     on conflict do nothing`,
    [rows.map(({ id }) => id), rows.map(({ ror }) => ror), rows.map(({ source }) => source)],
  )
}

interface MentionedRor {
  readonly id: number
  readonly ror: string
  readonly source: string
}

function mentionedRors(records: readonly EntityRecord[]): MentionedRor[] {
  const found = new Map<string, MentionedRor>()
  for (const record of records) {
    for (const mention of 'mentions' in record ? record.mentions : []) {
      if (mention.kind !== 'institution' || mention.ror === null) continue
      const { id, ror } = mention
      found.set(`${id} ${ror} ${record.source}`, { id, ror, source: record.source })
    }
  }
  return [...found.values()].toSorted((a, b) => a.id - b.id)
}

/** Takes away what others stated of entities that now have a record of their own; what people decided stays. */
export async function forgetMentionedIdentifiers(
  { session }: StoreTransaction,
  kind: EntityKind,
  ids: readonly number[],
): Promise<void> {
  if ((kind !== 'author' && kind !== 'institution') || ids.length === 0) return
  await session.query(
    `delete from identifiers where kind = $1 and entity_id = any($2::bigint[]) and source not like '${decidedSources}'`,
    [kindCodeOf[kind], ids],
  )
}

/** Gives the ROR ids of institutions that were given up to those that took their place without a record of their own. */
export async function handOverRors(session: Session, ids: readonly number[]): Promise<void> {
  await session.query(
    `insert into identifiers (scheme, value, kind, entity_id, source)
     select i.scheme, i.value, i.kind, m.final_id, i.source
     from identifiers i join merged_ids m on m.kind = i.kind and m.id = i.entity_id
     where i.kind = ${institution} and i.entity_id = any($1::bigint[]) and i.scheme = 'ror'
       and not exists (select from records r where r.kind = i.kind and r.entity_id = m.final_id)
     on conflict do nothing`,
    [ids],
  )
}
