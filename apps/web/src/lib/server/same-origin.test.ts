import { expect, test } from 'vitest'
import { isFromHere } from './same-origin.ts'

const origin = 'https://people.example.org'
const send = (headers: Record<string, string>) => isFromHere({ headers: new Headers(headers) }, origin)

test('what this site sent is taken', () => {
  expect(send({ origin })).toBe(true)
  expect(send({ origin, 'sec-fetch-site': 'same-origin' })).toBe(true)
})

test.for([
  {},
  { origin: 'null' },
  { origin: 'https://evil.example' },
  { origin: 'http://people.example.org' },
  { origin: 'https://people.example.org:8443' },
  { origin: 'https://people.example.org.evil.example' },
  { origin: 'https://evil.example/?https://people.example.org' },
  { origin, 'sec-fetch-site': 'cross-site' },
  { origin, 'sec-fetch-site': 'same-site' },
  { referer: 'https://people.example.org/settings' },
])('what another sent, or nobody says who, is not: %j', (headers) => {
  expect(send(headers as Record<string, string>)).toBe(false)
})
