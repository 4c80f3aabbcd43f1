import { expect, test } from 'vitest'
import { searchPath } from './search-address.ts'

test('an address of a search leaves out what is the default', () => {
  expect(searchPath('', 'all')).toBe('/search')
  expect(searchPath('Ré & co', 'work', 2, { from_year: '2020' })).toBe(
    '/search?q=R%C3%A9+%26+co&type=works&from_year=2020&page=2',
  )
})
