import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, chown, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { createDatabase } from './create-database.ts'
import { findPostgres } from './find-postgres.ts'

/**
 * A PostgreSQL server of its own for one run, in a folder under the system's temporary one. It is
 * reached at 127.0.0.1 only, with a password made up for it, by a role that may create databases
 * but is no superuser. A guard process holds the read end of a pipe from this one: however this
 * process ends, the pipe closes, and the guard stops the server and removes the folder.
 */
export interface PostgresServer {
  /** Leads to an empty database; for the tables of a test see `createDatabase`. */
  readonly url: string
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

interface PostgresOptions {
  /** Writes to the disk as a real server does, for benchmarks; tests do without. */
  readonly durable?: boolean
  /** Lines of postgresql.conf beyond that: `{ shared_buffers: '1GB' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

export class PostgresMissingError extends Error {
  constructor() {
    super(
      'No PostgreSQL server is installed. On Debian: apt-get install postgresql. Elsewhere: BZPEER_POSTGRES names the folder with initdb and pg_ctl.',
    )
    this.name = 'PostgresMissingError'
  }
}

/** @throws {PostgresMissingError} where no server is installed. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const programs = findPostgres()
  if (programs === undefined) throw new PostgresMissingError()
  const cluster = await makeCluster(programs)
  const guard = startGuard(cluster)
  try {
    const password = randomBytes(16).toString('hex')
    await initialise(cluster, password)
    await configure(cluster, settingsFor(options))
    const url = await createRole(await startOnFreePort(cluster), password)
    return { url, createDatabase: () => createDatabase(url), stop: () => stop(guard) }
  } catch (error) {
    await stop(guard)
    throw error
  }
}

/** Whom the server runs as: PostgreSQL refuses to run as root. */
interface Account {
  readonly uid?: number
  readonly gid?: number
}

interface Cluster {
  readonly programs: string
  readonly folder: string
  readonly data: string
  readonly log: string
  readonly account: Account
}

async function makeCluster(programs: string): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-postgres-'))
  const account = await chooseAccount()
  if (account.uid !== undefined && account.gid !== undefined) await chown(folder, account.uid, account.gid)
  return { programs, folder, data: join(folder, 'data'), log: join(folder, 'log'), account }
}

async function chooseAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  if (account === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as.')
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

/** Waits for its input to end, then stops the server where there is one, and removes the folder. */
function startGuard({ programs, folder, data, account }: Cluster): ChildProcess {
  const script = 'cat >/dev/null; "$0" stop --mode=immediate --silent --pgdata="$1"; rm -rf "$2"'
  const guard = spawn('sh', ['-c', script, join(programs, 'pg_ctl'), data, folder], {
    ...account,
    cwd: folder,
    // In a group of its own: a Ctrl-C at the terminal ends the tests, not their guard.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  return guard
}

async function stop(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return
  const ended = once(guard, 'exit')
  guard.ref()
  guard.stdin?.end()
  await ended
}

const run = promisify(execFile)

async function initialise({ programs, folder, data, account }: Cluster, password: string): Promise<void> {
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password)
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'
  const options = [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--locale=${locale}`,
    '--no-sync',
  ]
  await run(join(programs, 'initdb'), options, { ...account, cwd: folder })
}

function settingsFor({ durable = false, settings = {} }: PostgresOptions): Readonly<Record<string, string>> {
  const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '256MB',
    ...(durable ? {} : fast),
    ...settings,
  }
}

async function configure({ data }: Cluster, settings: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
  await appendFile(join(data, 'postgresql.conf'), lines.join(''))
}

const startAttempts = 3

/** Another program may take a free port before the server does: then the next one. */
async function startOnFreePort(cluster: Cluster): Promise<number> {
  const { programs, folder, data, log, account } = cluster
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort()
    await configure(cluster, { port: String(port) })
    try {
      await run(join(programs, 'pg_ctl'), ['start', '--wait', '--silent', `--pgdata=${data}`, `--log=${log}`], {
        ...account,
        cwd: folder,
      })
      return port
    } catch (cause) {
      if (attempt < startAttempts) continue
      const reason = await readFile(log, 'utf8').catch(() => 'it left no log')
      throw new Error(`The PostgreSQL server of the tests does not start: ${reason.slice(-2000)}`, { cause })
    }
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('internal: a listening server has a port')
  return address.port
}

async function createRole(port: number, password: string): Promise<string> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' })
  await client.connect()
  await client.query(`create role bzpeer login createdb password '${password}'`)
  await client.end()
  return `postgresql://bzpeer:${password}@127.0.0.1:${port}/postgres`
}
