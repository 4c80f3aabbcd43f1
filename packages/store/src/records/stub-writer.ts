import { type EntityKind, type Mention, unstatedName } from '@bzpeer/schema'
import type { StoreTransaction } from '../store.ts'
import { markDirty } from './dirty.ts'

/**
 * A record may name entities whose own records have not come yet, or never will. Each gets a row marked as a stub, so
 * that it has a page; its own record takes the stub's place. Where several mentions differ, the longest name stands,
 * any before none, then what comes last in the order of bytes, so that the outcome does not depend on the order in which records came.
 */
export async function writeStubs(tx: StoreTransaction, mentions: readonly Mention[]): Promise<void> {
  const best = new Map<string, Mention>()
  for (const mention of mentions) {
    const key = `${mention.kind} ${mention.id}`
    const other = best.get(key)
    if (other === undefined || isFuller(mention, other)) best.set(key, mention)
  }
  for (const kind of ['author', 'institution', 'topic', 'source'] as const) {
    const ofKind = [...best.values()].filter((mention) => mention.kind === kind).toSorted((a, b) => a.id - b.id)
    if (ofKind.length > 0) await writeStubsOf(tx, kind, ofKind)
  }
}

/** The same order as that of `fullness` in SQL. */
function isFuller(a: Mention, b: Mention): boolean {
  const difference = lengthOf(a) - lengthOf(b)
  if (difference !== 0) return difference > 0
  const [sayingOfA, sayingOfB] = [sayingOf(a), sayingOf(b)]
  return sayingOfA !== sayingOfB && Buffer.compare(Buffer.from(sayingOfA), Buffer.from(sayingOfB)) > 0
}

function lengthOf({ name }: Mention): number {
  return name === unstatedName ? 0 : Buffer.byteLength(name)
}

const separator = '\u0001'

function sayingOf(mention: Mention): string {
  return [mention.name, ...stubTables[mention.kind].columns.map(([, , value]) => value(mention) ?? '')].join(separator)
}

function fullness(row: 't' | 'u', columns: StubTable['columns']): string {
  const saying = [`${row}.display_name`, ...columns.map(([name]) => `coalesce(${row}.${name}::text, '')`)]
  const name = `nullif(${row}.display_name, '${unstatedName}')`
  return `(coalesce(octet_length(${name}), 0), concat_ws(chr(1), ${saying.join(', ')}) collate "C")`
}

interface StubTable {
  readonly table: string
  /** Column, its type, and its value. */
  readonly columns: readonly (readonly [string, string, (mention: Mention) => string | number | null])[]
}

const stubTables: Readonly<Record<Mention['kind'], StubTable>> = {
  author: { table: 'authors', columns: [] },
  institution: {
    table: 'institutions',
    columns: [
      ['ror', 'text', (mention) => (mention.kind === 'institution' ? mention.ror : null)],
      ['country_code', 'text', (mention) => (mention.kind === 'institution' ? mention.countryCode : null)],
      ['type', 'text', (mention) => (mention.kind === 'institution' ? mention.type : null)],
    ],
  },
  topic: {
    table: 'topics',
    columns: (['subfield', 'field', 'domain'] as const).flatMap((level) => [
      [
        `${level}_id`,
        'integer',
        (mention: Mention) => (mention.kind === 'topic' ? (mention[level]?.id ?? null) : null),
      ] as const,
      [
        level,
        'text',
        (mention: Mention) => (mention.kind === 'topic' ? (mention[level]?.name ?? null) : null),
      ] as const,
    ]),
  },
  source: {
    table: 'sources',
    columns: [['type', 'text', (mention) => (mention.kind === 'source' ? mention.type : null)]],
  },
}

async function writeStubsOf(
  tx: StoreTransaction,
  kind: EntityKind & Mention['kind'],
  mentions: readonly Mention[],
): Promise<void> {
  const { table, columns } = stubTables[kind]
  const names = ['id', 'display_name', ...columns.map(([name]) => name)]
  const types = ['bigint', 'text', ...columns.map(([, type]) => type)]
  const values = [
    mentions.map(({ id }) => id),
    mentions.map(({ name }) => name),
    ...columns.map(([, , value]) => mentions.map(value)),
  ]
  const { rows } = await tx.session.query<{ id: number }>(
    `insert into ${table} as t (${names.join(', ')}, is_stub)
     select *, true from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as u (${names.join(', ')})
     where not exists (
       select from ${table} t where t.id = u.id and (not t.is_stub or ${fullness('t', columns)} >= ${fullness('u', columns)}))
     on conflict (id) do update set ${names
       .slice(1)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}
     returning id`,
    values,
  )
  await markDirty(
    tx,
    kind,
    rows.map(({ id }) => id),
  )
}
