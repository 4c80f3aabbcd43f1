import { contestRules, correctionKinds, type DeskCase, riskOf, urgencyOf } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import {
  type DeskDuplicateRow,
  type ListedClaimRow,
  type ListedCorrectionRow,
  listClaimsToDecide,
  listDeskDuplicates,
  listOpenCorrections,
} from '@bzpeer/store'
import { claimPath } from '../claims/present-claims.ts'
import type { ReadContext } from '../read-context.ts'
import type { DeskItem, DeskKind } from './correction-shapes.ts'
import { correctionPath } from './present-corrections.ts'

/** Of each kind so many are looked at, the oldest or the likeliest first. */
const ofEachKind = 100

/** What waits for a curator, the most urgent first: three queries. @param only one kind; all where it is null. */
export async function listDesk({ db, now }: ReadContext, only: DeskKind | null): Promise<DeskItem[]> {
  const isAsked = (kind: DeskKind): boolean => only === null || only === kind
  const [claims, corrections, duplicates] = await Promise.all([
    isAsked('claim') ? listClaimsToDecide(db) : [],
    isAsked('correction') ? listOpenCorrections(db, ofEachKind) : [],
    isAsked('duplicate') ? listDeskDuplicates(db, ofEachKind) : [],
  ])
  const at = now()
  return [
    ...claims.map((row) => ofClaim(row, at)),
    ...corrections.map((row) => ofCorrection(row, at)),
    ...duplicates.map((row) => ofDuplicate(row, at)),
  ].toSorted((a, b) => b.urgency - a.urgency || (a.path < b.path ? -1 : 1))
}

type Said = Pick<DeskItem, 'path' | 'asks' | 'names' | 'says'>

function toItem(it: DeskCase, since: Date, at: Date, said: Said): DeskItem {
  return { kind: it.kind, ...said, risk: riskOf(it), since: since.toISOString(), urgency: urgencyOf(it, since, at) }
}

function ofClaim(row: ListedClaimRow, at: Date): DeskItem {
  const it = { kind: 'claim', hasOwner: row.status === 'accepted', isAppeal: row.has_appeal } as const
  const rule = contestRules[row.contest_rule as keyof typeof contestRules] as string | undefined
  return toItem(it, row.opened_at, at, {
    path: claimPath(row.id),
    asks: row.has_appeal ? 'An appeal' : row.status === 'accepted' ? 'An objection to an owner' : 'A contested claim',
    names: [row.author_name],
    says: `Claimed by ${row.account_name === '' ? 'somebody without a name' : row.account_name}. ${rule ?? ''}`.trim(),
  })
}

function ofCorrection(row: ListedCorrectionRow, at: Date): DeskItem {
  const it = { kind: 'correction', correction: row.kind, isOwned: row.is_owned } as const
  return toItem(it, row.opened_at, at, {
    path: correctionPath(row.number),
    asks: correctionKinds[row.kind],
    names: row.records.map(([, name]) => name),
    says: `Correction #${row.number}${row.is_owned ? ', about a record that has an owner' : ''}`,
  })
}

function ofDuplicate(row: DeskDuplicateRow, at: Date): DeskItem {
  const [a, b] = [row.author_id_a, row.author_id_b].map((id) => formatId({ kind: 'author', id }))
  return toItem({ kind: 'duplicate', isOwned: row.is_owned }, row.found_at, at, {
    path: `/desk/duplicates/${a}-${b}`,
    asks: 'Two records resemble each other',
    names: [row.name_a, row.name_b],
    says: `${Math.round(row.probability * 100)} % likely to be one person${row.is_owned ? '; one has an owner' : ''}`,
  })
}
