import { expect, test } from 'vitest'
import { locationOf } from './location.ts'

test.each([
  ['postgres://me:secret@host/db', 'postgres://me:PASSWORD@host/db'],
  ['postgres://me:se:cr@et@host:5432/db?x=a:b@c', 'postgres://me:PASSWORD@host:5432/db?x=a:b@c'],
  [
    'postgres://host/db?user=me&password=secret&sslmode=require',
    'postgres://host/db?user=me&password=PASSWORD&sslmode=require',
  ],
  ['postgres://me@host:5432/db', 'postgres://me@host:5432/db'],
  ['postgres:///db?host=/var/run/postgresql', 'postgres:///db?host=/var/run/postgresql'],
])('options are said again without a password: %s', (url, said) => {
  expect(locationOf({ data: 'my data', 'database-url': url }).options).toEqual([
    '--data',
    'my data',
    '--database-url',
    said,
  ])
})

test('what the environment says needs no option', () => {
  expect(locationOf({}).options).toEqual([])
})
