import { contestRules, correctionKinds, type DeskCase, riskOf } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import { type DeskPlace, type DeskRow, listDesk as listRows } from '@bzpeer/store'
import { claimPath } from '../claims/present-claims.ts'
import { MalformedCursorError } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import { type DeskItem, type DeskKind, deskKinds, type DeskPage } from './correction-shapes.ts'
import { correctionPath } from './present-corrections.ts'

const pageSize = 50

/**
 * What waits for a curator, the most urgent first: one query.
 * @throws {MalformedCursorError}
 */
export async function readDeskPage(
  { db }: ReadContext,
  /** Only one kind; all where it is null. `after`: where another page said that it goes on. */
  { kind, after }: { readonly kind: DeskKind | null; readonly after: string | null },
): Promise<DeskPage> {
  const kinds = kind === null ? deskKinds : [kind]
  const rows = await listRows(db, { kinds, after: after === null ? null : parseDeskPlace(after), limit: pageSize + 1 })
  const shown = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? shown.at(-1) : undefined
  return { items: shown.map(toItem), next: last === undefined ? null : formatDeskPlace(last) }
}

function formatDeskPlace({ due, sort, rank, key }: DeskPlace): string {
  return [due, sort, rank, key].join('_')
}

const placePattern = /^(-?\d{1,6})_([123])_(-?\d{1,12}(?:\.\d{1,20})?(?:e-\d{1,2})?)_([\da-f-]{0,36})$/

function parseDeskPlace(text: string): DeskPlace {
  const [, due, sort, rank, key = ''] = placePattern.exec(text) ?? []
  if (due === undefined) throw new MalformedCursorError(text)
  return { due: Number(due), sort: Number(sort), rank: Number(rank), key }
}

function toItem(row: DeskRow): DeskItem {
  const { names, since } = row
  return { kind: row.kind, names, since: since.toISOString(), risk: riskOf(caseOf(row)), ...say(row) }
}

function caseOf(row: DeskRow): DeskCase {
  switch (row.kind) {
    case 'claim':
      return { kind: row.kind, ...row.facts }
    case 'correction':
      return { kind: row.kind, ...row.facts }
    case 'duplicate':
      return { kind: row.kind, ...row.facts }
  }
}

function say(row: DeskRow): Pick<DeskItem, 'path' | 'asks' | 'says'> {
  switch (row.kind) {
    case 'claim': {
      const { isAppeal, hasOwner, claimant, contestRule } = row.facts
      const rule = contestRules[contestRule as keyof typeof contestRules] as string | undefined
      return {
        path: claimPath(row.key),
        asks: isAppeal ? 'An appeal' : hasOwner ? 'An objection to an owner' : 'A contested claim',
        says: `Claimed by ${claimant === '' ? 'somebody without a name' : claimant}. ${rule ?? ''}`.trim(),
      }
    }
    case 'correction':
      return {
        path: correctionPath(row.rank),
        asks: correctionKinds[row.facts.correction],
        says: `Correction #${row.rank}${row.facts.isOwned ? ', about a record that has an owner' : ''}`,
      }
    case 'duplicate':
      return {
        path: `/desk/duplicates/${row.author_ids.map((id) => formatId({ kind: 'author', id })).join('-')}`,
        asks: 'Two records resemble each other',
        says: `${Math.round(-row.rank * 100)} % likely to be one person${row.facts.isOwned ? '; one has an owner' : ''}`,
      }
  }
}
