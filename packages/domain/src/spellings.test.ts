import { expect, test } from 'vitest'
import { respell, swapLetters } from './spellings.ts'

test('a word with letters swapped or left out is near the word that was meant', () => {
  for (const [typed, meant] of [
    ['desia', 'desai'],
    ['dsai', 'desai'],
    ['desa', 'desai'],
    ['rudar', 'rudra'],
    ['christpoher', 'christopher'],
    ['stanfrod', 'stanford'],
    ['princton', 'princeton'],
  ] as const)
    expect(respell(typed)[0]).toContain(meant)
})

test('a word with a wrong letter or one too many is a little further off', () => {
  for (const typed of ['desay', 'desaai', 'deszai', 'desaii', 'dasai']) {
    const [kept, changed] = respell(typed)
    expect(changed).toContain('desai')
    expect(kept).not.toContain('desai')
  }
})

test('every word is listed once, the one typed is not, and all keep its first letter', () => {
  for (const typed of ['aaaa', 'desai', 'abcdefghijklmno']) {
    const words = respell(typed).flat()
    expect(new Set(words)).toHaveLength(words.length)
    expect(words).not.toContain(typed)
    expect(words.filter((word) => word.startsWith(typed.charAt(0)))).toEqual(words)
    expect(words.length).toBeLessThan(54 * typed.length)
  }
})

test('short words, long ones, several words and words in other letters stay as they are', () => {
  for (const word of ['', 'rey', 'a'.repeat(16), 'tri dao', 'алексей', '王小明', 'abc1'])
    expect(respell(word)).toEqual([[], []])
})

test('a text of several words is near the one with two letters of a word the other way round', () => {
  for (const [typed, meant] of [
    ['christohper re', 'christopher re'],
    ['tir dao', 'tri dao'],
    ['ab', 'ba'],
  ] as const)
    expect(swapLetters(typed)).toContain(meant)
  expect(swapLetters('aa b')).toEqual([])
  expect(swapLetters('ab '.repeat(30))).toEqual([])
})
