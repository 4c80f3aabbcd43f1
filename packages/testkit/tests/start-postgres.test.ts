import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type PostgresServer, startPostgres } from '../src/index.ts'

const postgres = inject('postgres')
const skipped = 'skipReason' in postgres

let server: PostgresServer

beforeAll(async () => {
  if (!skipped) server = await startPostgres({ durable: true, settings: { work_mem: '7MB' } })
})

afterAll(async () => {
  await server?.stop()
})

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  // A server that goes away meanwhile is told by what is asked of it, too.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows[0]
  } finally {
    await client.end()
  }
}

test.skipIf(skipped)('a database is empty, is its own, and belongs to a role that is no superuser', async () => {
  const [one, other] = [await server.createDatabase(), await server.createDatabase()]
  await query(one, 'create table work (id bigint)')
  expect(await query(other, "select to_regclass('work') as found")).toEqual({ found: null })
  expect(await query(one, 'select rolsuper from pg_roles where rolname = current_user')).toEqual({ rolsuper: false })
})

test.skipIf(skipped)('a benchmark gets a server that writes to the disk, with the settings it asks for', async () => {
  const settings = "select current_setting('fsync') as fsync, current_setting('work_mem') as work_mem"
  expect(await query(server.url, settings)).toEqual({ fsync: 'on', work_mem: '7MB' })
})

test.skipIf(skipped)('a server does not outlive the process that started it, however that ends', async () => {
  const program = `
    import { startPostgres } from ${JSON.stringify(import.meta.resolve('../src/index.ts'))}
    const { url } = await startPostgres()
    console.log(url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output] = (await once(child.stdout, 'data')) as [Buffer]
  const url = output.toString().trim()
  expect(await query(url, 'select 1 as one')).toEqual({ one: 1 })

  child.kill('SIGKILL')

  await expect
    .poll(() => query(url, 'select 1').catch((error: unknown) => (error as NodeJS.ErrnoException).code), {
      timeout: 20_000,
    })
    .toBe('ECONNREFUSED')
})
