import { findPersonName, givenPartOf, type NameCommonness, NameCounter, type PersonName } from '@bzpeer/domain'
import { kindCodeOf } from '@bzpeer/schema'
import { encodeCopyText } from '../copy-text.ts'
import type { Session } from '../session.ts'
import { foundedSource } from './founded-source.ts'

const roles = { all: 0, family: 1, given: 2 } as const

const pageSize = 20_000

/**
 * Counts anew in how many names each part of a name stands: the name of each record of a source once, and each name that
 * a source leaves without a record. What was decided about those makes no difference.
 */
export async function recountNames(session: Session): Promise<void> {
  const counter = new NameCounter()
  for (let after = 0, size = pageSize; size === pageSize;) {
    const { rows } = await session.query<{ id: number; name: string }>(
      `select id, display_name as name from authors a where id > $1 and not exists (
         select from records r where r.kind = ${kindCodeOf.author} and r.entity_id = a.id and r.source = $2)
       order by id limit ${pageSize}`,
      [after, foundedSource],
    )
    countAll(counter, rows)
    after = rows.at(-1)?.id ?? after
    size = rows.length
  }
  for (let after = '', size = pageSize; size === pageSize;) {
    const { rows } = await session.query<{ name: string }>(
      `select distinct raw_name collate "C" as name from byline_resolutions
       where block <> '' and raw_name collate "C" > $1 order by 1 limit ${pageSize}`,
      [after],
    )
    countAll(counter, rows)
    after = rows.at(-1)?.name ?? after
    size = rows.length
  }
  await write(session, counter.commonness)
}

/** Whether names were ever counted. */
export async function areNamesCounted(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>('select exists (select from name_commonness) as found')
  return rows[0]?.found === true
}

function countAll(counter: NameCounter, rows: readonly { readonly name: string }[]): void {
  for (const { name } of rows) {
    const parsed = findPersonName(name)
    if (parsed !== undefined) counter.add(parsed)
  }
}

async function write(session: Session, { names, families, givens }: NameCommonness): Promise<void> {
  // A part that is not kept stands in one name.
  const severalOf = (parts: ReadonlyMap<string, number>, role: number) =>
    [...parts].filter(([, count]) => count > 1).map(([part, count]) => [part, role, count] as const)
  const rows = [['', roles.all, names] as const, ...severalOf(families, roles.family), ...severalOf(givens, roles.given)]
  await session.query('delete from name_commonness')
  await session.copyIn('name_commonness', ['part', 'role', 'names'], encodeCopyText(rows))
}

/** How common the parts of these names are. */
export async function readCommonness(session: Session, names: readonly PersonName[]): Promise<NameCommonness> {
  const parts = new Set(names.flatMap((name) => [name.family, givenPartOf(name)]))
  const { rows } = await session.query<{ part: string; role: number; names: number }>(
    'select part, role, names from name_commonness where part = any($1::text[])',
    [['', ...parts]],
  )
  const ofRole = (role: number) =>
    new Map(rows.filter((row) => row.role === role).map(({ part, names: count }) => [part, count]))
  return { names: ofRole(roles.all).get('') ?? 0, families: ofRole(roles.family), givens: ofRole(roles.given) }
}
