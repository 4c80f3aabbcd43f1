import { describe, expect, test } from 'vitest'
import { findNameRelation } from './compare-names.ts'
import { blockOf, findPersonName, type PersonName } from './person-name.ts'

function nameOf(text: string): PersonName {
  const name = findPersonName(text)
  if (name === undefined) throw new Error(`internal: "${text}" is meant to be a name`)
  return name
}

describe('a name on a byline', () => {
  test.each([
    ['Stephen G. Eick', ['stephen', 'g'], 'eick'],
    ['S.G. Eick', ['s', 'g'], 'eick'],
    ['Eick, Stephen G.', ['stephen', 'g'], 'eick'],
    ['Stanley DURRLEMAN', ['stanley'], 'durrleman'],
    ['Robert Williams, Jr.', ['robert'], 'williams'],
    ['Christopher Ré', ['christopher'], 're'],
    ['Laurens van der Maaten', ['laurens'], 'maaten'],
    ['Yang Liu 0005', ['yang'], 'liu'],
    ['Tsui-Wei Weng*', ['tsui', 'wei'], 'weng'],
    ['Plato', [], 'plato'],
  ])('is taken apart: %s', (text, given, family) => {
    expect(findPersonName(text)).toMatchObject({ given, family })
  })

  test.each([')*', '', '   ', '1984', 'ʹ'])('is none without a word of letters: "%s"', (text) => {
    expect(findPersonName(text)).toBeUndefined()
  })

  test('of any length is read in time', () => {
    expect(findPersonName(`${'a '.repeat(100_000)}, ${'b'.repeat(100_000)}`)).toBeDefined()
  })
})

describe('two names', () => {
  test.each([
    ['S.G. Eick', 'Stephen G. Eick', 'initial-with-middle'],
    ['S. Eick', 'Stephen G. Eick', 'initial'],
    ['Stephen Eick', 'Stephen G. Eick', 'middle-missing'],
    ['Stephen Eick', 'stephen eick', 'same'],
    ['Stephen G. Eick', 'Stephen Gregory Eick', 'same-with-middle'],
    ['S. Eick', 'S Eick', 'initials-alone'],
    ['Eick, S. G.', 'Stephen Eick', 'initial'],
    ['Yu-Ting Chen', 'Yuting Chen', 'same'],
    ['Yu Ting Chen', 'Yu-Ting Chen', 'same'],
    ['Y.-T. Chen', 'Yu-Ting Chen', 'initial-with-middle'],
    ['Y. Chen', 'Yu-Ting Chen', 'initial'],
    ['Hinrich Schütze', 'Hinrich Schuetze', 'same'],
    ['Laurens van der Maaten', 'L. Maaten', 'initial'],
    ['Khalid Al Khatib', 'Khalid Al-Khatib', 'same'],
    ['Chris Manning', 'Christopher Manning', 'short-form'],
    ['Loïc Barrault', 'Loic Barrault', 'same'],
  ])('may be one person’s: %s, %s', (one, other, relation) => {
    expect(findNameRelation(nameOf(one), nameOf(other))).toBe(relation)
    expect(findNameRelation(nameOf(other), nameOf(one))).toBe(relation)
    expect(blockOf(nameOf(one))).toBe(blockOf(nameOf(other)))
  })

  test.each([
    ['Jane Doe', 'John Doe'],
    ['J. A. Doe', 'J. B. Doe'],
    ['Yang Liu', 'Yan Liu'],
    ['Yu Chen', 'Yu-Ting Chen'],
    ['Wei Wang', 'Wei Zhang'],
    ['Frank Bauer', 'Frank Baur'],
    ['Sun Yuen', 'Sun Yun'],
    ['Plato', 'Platon'],
  ])('cannot be one person’s: %s, %s', (one, other) => {
    expect(findNameRelation(nameOf(one), nameOf(other))).toBeUndefined()
    expect(findNameRelation(nameOf(other), nameOf(one))).toBeUndefined()
  })
})
