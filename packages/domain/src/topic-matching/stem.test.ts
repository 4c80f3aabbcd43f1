import { expect, test } from 'vitest'
import { impliedPhrases } from './implied-phrases.ts'
import { stem } from './stem.ts'
import { functionWords, scholarlyWords } from './stop-words.ts'

test('forms of one word share a stem', () => {
  const same = (...words: string[]): void => expect(new Set(words.map(stem)).size).toBe(1)
  same('translate', 'translates', 'translating', 'translator', 'translation')
  same('network', 'networks', 'networking')
  same('parser', 'parsers', 'parsing')
  same('summarization', 'summarisation', 'summarizing')
  same('study', 'studies')
})

test('different words keep different stems', () => {
  const apart = (a: string, b: string): void => expect(stem(a)).not.toBe(stem(b))
  apart('conversation', 'conversion')
  apart('visual', 'visualization')
  apart('general', 'generation')
  apart('organ', 'organization')
})

test('short words, words with digits and words in -ss, -us and -is are left whole', () => {
  for (const word of ['ice', 'covid19', 'process', 'virus', 'axis']) expect(stem(word)).toBe(word)
})

test('no term that implies another is made of stop words', () => {
  const stopped = new Set([...functionWords, ...scholarlyWords].map(stem))
  const dead = Object.keys(impliedPhrases).filter((term) => term.split(' ').some((word) => stopped.has(stem(word))))
  expect(dead).toEqual([])
})
