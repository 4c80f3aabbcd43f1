import { joinSlices } from '@bzpeer/explorer/graph'
import { expect, test } from 'vitest'
import { captionOfEntities } from './explorer-caption.ts'

const nodes = ['A1', 'A2', 'A3'].map((id) => ({
  id,
  kind: 'author' as const,
  label: id,
  path: `/authors/${id}`,
  url: `https://bzpeer.test/authors/${id}`,
  weight: 1,
  ring: 1,
  via: null,
  years: null,
  works_count: null,
  cited_by_count: null,
}))
const graph = joinSlices([{ around: 'A1', nodes, edges: [] }])
const noMore = { count: 0, isExact: true }

test('what is cut, filtered out and unread is told apart', () => {
  const whole = { shown: { nodes, edges: [] }, graph, more: noMore, unread: 0 }
  expect(captionOfEntities(whole)).toBe('3 entities shown')
  expect(captionOfEntities({ ...whole, more: { count: 1538, isExact: true } })).toBe(
    '3 entities shown; 1,538 more around the focus are less close',
  )
  expect(captionOfEntities({ ...whole, more: { count: 538, isExact: false } })).toBe(
    '3 entities shown; at least 538 more around the focus are less close',
  )
  const alone = { nodes: nodes.slice(0, 1), edges: [] }
  expect(captionOfEntities({ ...whole, shown: alone, more: { count: 1, isExact: true }, unread: 1 })).toBe(
    '1 entity shown; 2 are filtered out or hidden; 1 more around the focus is less close; what is around 1 more that is expanded comes with the picture',
  )
})
