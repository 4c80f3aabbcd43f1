import type { BylineSlot, Link } from '@bzpeer/reads'
import { expect, test } from 'vitest'
import { affiliate } from './affiliated-byline.ts'

const stanford: Link = { id: 'I1', path: '/institutions/I1', name: 'Stanford University' }
const buffalo: Link = { id: 'I2', path: '/institutions/I2', name: 'University at Buffalo' }

function slot(name: string, ...institutions: Link[]): BylineSlot {
  return { name, path: null, rawName: name, rawAffiliations: [], rawAffiliationsCount: 0, institutions }
}

test('institutions are numbered once each, in the order of their first mention', () => {
  const { names, institutions } = affiliate([
    slot('Atri Rudra', buffalo),
    slot('Tri Dao', stanford),
    slot('Beidi Chen', stanford, buffalo, stanford),
    slot('Nimit Sohoni'),
  ])
  expect(institutions).toEqual([buffalo, stanford])
  expect(names.map(({ numbers }) => numbers)).toEqual([[1], [2], [1, 2], []])
})
