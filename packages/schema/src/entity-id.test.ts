import { expect, test } from 'vitest'
import {
  collectionOf,
  entityKinds,
  findEntityRef,
  formatId,
  kindCodeOf,
  kindOfCode,
  MalformedIdError,
  parseEntityRef,
  pathOf,
} from './entity-id.ts'

test('an id is read in either case, and from the end of an address', () => {
  const author = { kind: 'author', id: 5023888391 }
  for (const text of [
    'A5023888391',
    'a5023888391',
    'https://openalex.org/A5023888391',
    'https://openalex.org/authors/a5023888391',
    '/authors/A5023888391',
  ]) {
    expect(findEntityRef(text)).toEqual(author)
  }
})

test('an id is a positive integer below 2^53, and nothing beyond it is rounded into one', () => {
  expect(findEntityRef('W1')?.id).toBe(1)
  expect(findEntityRef(`W${Number.MAX_SAFE_INTEGER}`)?.id).toBe(9_007_199_254_740_991)
  for (const digits of ['0', '00', '9007199254740992', '9007199254740993', '9999999999999999', '10000000000000000']) {
    expect(findEntityRef(`W${digits}`)).toBeUndefined()
  }
})

test('what is no id is not taken for one', () => {
  const wrong = [
    '',
    'A',
    '1',
    'B1',
    'AA1',
    'A-1',
    'A+1',
    'A1.5',
    'A1e3',
    'A 1',
    ' A1',
    'A1 ',
    'A1\n',
    'A1/',
    'A1?x',
    'A1#x',
    'xA1',
    'A１',
    'ſ1',
  ]
  for (const text of wrong) expect(findEntityRef(text)).toBeUndefined()
})

test('an id that cannot be read is named, cut short, in the error', () => {
  expect(() => parseEntityRef('Q42')).toThrow(MalformedIdError)
  expect(() => parseEntityRef('Q42')).toThrow('got "Q42".')
  expect(() => parseEntityRef(null)).toThrow('got object.')
  expect(() => parseEntityRef(12)).toThrow('got number.')
  expect(() => parseEntityRef('x'.repeat(10_000))).toThrow(new MalformedIdError('x'.repeat(80)))
  expect(new MalformedIdError('x').code).toBe('malformed-id')
})

test('an id, its page and its code lead back to the same entity, of every kind', () => {
  for (const kind of entityKinds) {
    const ref = { kind, id: 9_007_199_254_740_991 }
    expect(findEntityRef(formatId(ref))).toEqual(ref)
    expect(findEntityRef(pathOf(ref))).toEqual(ref)
    expect(pathOf(ref)).toMatch(new RegExp(`^/${collectionOf[kind]}/[WAITS]9007199254740991$`))
    expect(kindOfCode(kindCodeOf[kind])).toBe(kind)
  }
  expect(() => kindOfCode(0)).toThrow('internal: no entity kind has code 0')
  expect(() => kindOfCode(6)).toThrow('internal: no entity kind has code 6')
})
