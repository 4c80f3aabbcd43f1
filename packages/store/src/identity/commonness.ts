import { createInterface } from 'node:readline'
import { findPersonName, givenPartOf, type NameCommonness, NameCounter, type PersonName } from '@bzpeer/domain'
import { kindCodeOf } from '@bzpeer/schema'
import { encodeCopyText } from '../copy-text.ts'
import type { Session } from '../session.ts'
import { foundedSource } from './founded-source.ts'

const roles = { all: 0, family: 1, given: 2 } as const

/** Every different name once: of the records of sources, and of bylines that a source leaves without a record. */
const allNames = `
  select distinct regexp_replace(name, '[[:cntrl:]\\\\]', ' ', 'g') from (
    select display_name as name from authors a where not exists (
      select from records r where r.kind = ${kindCodeOf.author} and r.entity_id = a.id and r.source = '${foundedSource}')
    union all select raw_name from byline_resolutions where block <> '') named`

/**
 * Counts anew in how many different names each part of a name stands. What was decided about names before makes no
 * difference. Names are streamed, and parts of them are held.
 */
export async function recountNames(session: Session): Promise<void> {
  const counter = new NameCounter()
  const names = createInterface({ input: await session.copyOut(allNames), crlfDelay: Infinity })
  for await (const text of names) {
    const name = findPersonName(text)
    if (name !== undefined) counter.add(name)
  }
  await write(session, counter.commonness)
}

/** Whether names were ever counted. */
export async function areNamesCounted(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>('select exists (select from name_commonness) as found')
  return rows[0]?.found === true
}

async function write(session: Session, { names, families, givens }: NameCommonness): Promise<void> {
  // A part that is not kept stands in one name.
  const severalOf = (parts: ReadonlyMap<string, number>, role: number) =>
    [...parts].filter(([, count]) => count > 1).map(([part, count]) => [part, role, count] as const)
  const rows = [
    ['', roles.all, names] as const,
    ...severalOf(families, roles.family),
    ...severalOf(givens, roles.given),
  ]
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
