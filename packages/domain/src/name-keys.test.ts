import { expect, test } from 'vitest'
import { nameKeys, titleKeys, weightOf } from './name-keys.ts'

const keysOf = (...names: string[]): string[] => nameKeys(names).map(({ key }) => key)

test('a person is found by the beginning of any of their names, folded', () => {
  expect(nameKeys(['Christopher Ré'])).toEqual([
    { key: 'christopher re', isFuzzy: true },
    { key: 're christopher', isFuzzy: false },
  ])
  expect(keysOf('Arjun D. Desai')).toEqual(['arjun d desai', 'd desai arjun', 'desai arjun d'])
})

test('names written alike have their keys once, and a whole name stays one that misspellings are compared with', () => {
  expect(keysOf('Tri Dao', 'TRI DAO', 'Tri  Dao')).toEqual(['tri dao', 'dao tri'])
  expect(nameKeys(['Dao Tri', 'Tri Dao']).every(({ isFuzzy }) => isFuzzy)).toBe(true)
})

test('a name of nothing but punctuation has no key', () => {
  expect(nameKeys(['...', '', ' – '])).toEqual([])
  expect(titleKeys('?!')).toEqual([])
})

test('names in every script have keys', () => {
  for (const name of ['王小明', 'विक्रम साराभाई', '김민수', 'محمد علی', 'Алексей', 'Νίκος', 'วิชัย']) {
    expect(keysOf(name).length).toBeGreaterThan(0)
  }
})

test('a name of many words is turned eight times at most, and no key is longer than 80 characters', () => {
  const long = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ')
  expect(keysOf(long)).toHaveLength(8)
  for (const key of [...keysOf(long), ...titleKeys(long).map(({ key: text }) => text)])
    expect(key.length).toBeLessThanOrEqual(80)
})

test('no key ends within a character', () => {
  for (const filler of ['a'.repeat(79), 'a'.repeat(78), `${'a'.repeat(39)} ${'a'.repeat(39)}`]) {
    for (const key of [...keysOf(`${filler}𠮷𠮷`), ...titleKeys(`${filler}𠮷𠮷`).map(({ key: text }) => text)]) {
      expect(key.isWellFormed()).toBe(true)
    }
  }
})

test('a title is found by its beginning, with its article or without', () => {
  expect(titleKeys('The Monarch: a Study').map(({ key }) => key)).toEqual(['the monarch a study', 'monarch a study'])
  expect(titleKeys('A Study').map(({ key }) => key)).toEqual(['a study', 'study'])
  expect(titleKeys('An').map(({ key }) => key)).toEqual(['an'])
  expect(titleKeys('Theory').map(({ key }) => key)).toEqual(['theory'])
  expect(titleKeys('Monarch').every(({ isFuzzy }) => isFuzzy)).toBe(false)
})

test('the size class doubles its works from one to the next, and there are sixteen', () => {
  expect([0, 1, 2, 3, 4, 7, 8, 1_000, 16_383, 16_384, 1e9].map(weightOf)).toEqual([0, 1, 2, 2, 3, 3, 4, 10, 14, 15, 15])
  expect(weightOf(-5)).toBe(0)
})
