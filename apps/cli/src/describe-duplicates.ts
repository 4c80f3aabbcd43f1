import { explainEvidence, identityWeights } from '@bzpeer/domain'
import { formatId } from '@bzpeer/schema'
import type { DuplicateRow } from '@bzpeer/store'

const reasonsShown = 4

/** Pairs of records that may be one person's, each with what weighs most for and against it. */
export function describeDuplicates(rows: readonly DuplicateRow[]): string {
  return rows.map(describe).join('\n')
}

function describe(row: DuplicateRow): string {
  const record = (id: number, name: string): string => `${formatId({ kind: 'author', id })} ${name}`
  const reasons = explainEvidence(row.evidence, identityWeights)
    .filter(({ feature }) => feature !== 'any-two')
    .slice(0, reasonsShown)
    .map(({ points, says }) => `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)} ${says}`)
  const pair = `${record(row.author_id_a, row.name_a)} and ${record(row.author_id_b, row.name_b)}`
  return `${Math.round(row.probability * 100)} %  ${pair}: ${reasons.join('; ')}`
}
