import { expect, test } from 'vitest'
import { clusterPeople } from './cluster-people.ts'

/** Scores of pairs; what is not in the list is `otherwise`. */
function scores(pairs: Readonly<Record<string, number | undefined>>, otherwise: number | undefined) {
  return (a: number, b: number) => {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`
    const score = key in pairs ? pairs[key] : otherwise
    return score === undefined ? undefined : { mean: score, best: score }
  }
}

const one = (count: number): number[] => Array.from({ length: count }, () => 1)

test('the likeliest are joined first, and the unlikely stay apart', () => {
  expect(clusterPeople(one(4), scores({ '0 1': 3, '2 3': 2 }, -2), 0.75)).toEqual([0, 0, 2, 2])
})

test('a chain joins two ends that have nothing in common only while the mean holds', () => {
  expect(clusterPeople(one(3), scores({ '0 1': 4, '1 2': 4, '0 2': -1 }, 0), 0.75)).toEqual([0, 0, 0])
  expect(clusterPeople(one(3), scores({ '0 1': 4, '1 2': 3, '0 2': -5 }, 0), 0.75)).toEqual([0, 0, 2])
})

test('two that must never be joined are not, though a third is like both', () => {
  const groups = clusterPeople(one(3), scores({ '0 1': 5, '1 2': 4, '0 2': undefined }, 0), 0.75)
  expect(groups).toEqual([0, 0, 2])
})

test('a seed counts as much as the appearances it stands for', () => {
  const like = scores({ '0 1': 5, '0 2': -3, '1 2': 4 }, 0)
  expect(clusterPeople([1, 9, 1], like, 0.75)).toEqual([0, 0, 0])
  expect(clusterPeople([9, 1, 1], like, 0.75)).toEqual([0, 0, 2])
})

test('nobody is nobody', () => {
  expect(clusterPeople([], () => undefined, 0)).toEqual([])
})
