import { randomBytes } from 'node:crypto'
import pg from 'pg'

/**
 * A database of its own on the server at this URL, empty or a copy of `template`, and its URL. It goes when the server
 * goes. Nobody may be connected to the template meanwhile.
 */
export async function createDatabase(serverUrl: string, template = 'template1'): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(`create database ${name} template ${template}`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
