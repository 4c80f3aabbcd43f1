import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ClaimPolicy, defaultClaimPolicy } from '@bzpeer/domain'
import { migrate } from '@bzpeer/store'
import { pino } from 'pino'
import { buildSiteIfStale } from '../build-site.ts'
import type { Command } from '../command.ts'
import { describeLocation, locationOf, locationOptions, openLocation } from '../location.ts'
import { loadSampleIfEmpty } from '../load-sample.ts'
import { type Options, parseOptions } from '../options.ts'
import { assertCanListen, runSite } from '../serve/run-site.ts'
import { startEveryMinute } from '../serve/every-minute.ts'
import { UsageError } from '../usage-error.ts'

const lastQueriesMs = 1_500

const options = {
  port: { type: 'string', value: 'N', does: 'the port to listen on, 0 for any free one (or PORT; otherwise 3000)' },
  host: { type: 'string', value: 'H', does: 'the address to listen on, 0.0.0.0 for every one (otherwise 127.0.0.1)' },
  origin: {
    type: 'string',
    value: 'URL',
    does: 'the address the site is known by (or ORIGIN; otherwise as each request names its host)',
  },
  'with-sample': { type: 'boolean', does: 'loads the bundled sample where the database is empty' },
  ...locationOptions,
} as const satisfies Options

export const serveCommand: Command = {
  options,
  does: `Serves what the database holds, building the site first where it is not built.
It prints the address it listens on, and ends on Ctrl-C or SIGTERM.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length > 0)
      throw new UsageError(`serve takes no arguments besides its options, got "${positionals[0]}".`)
    const port = parsePort(values.port ?? (process.env['PORT'] || '3000'))
    const origin = parseOrigin(values.origin ?? process.env['ORIGIN'])
    const bodyLimit = parseBodyLimit(process.env['BODY_SIZE_LIMIT'] || '512K')
    const location = locationOf(values)
    // A third of a second that no other command is to take.
    const { parseAccountSettings, prepareAccounts } = await import('../serve/prepare-accounts.ts')
    const settings = parseAccountSettings(process.env)
    const claimPolicy = parseClaimPolicy(process.env['CLAIM_WINDOW_DAYS'])
    const log = pino(
      { level: parseLogLevel(process.env['LOG_LEVEL'] || 'info') },
      pino.destination({ dest: 2, sync: false }),
    )
    const say = (sentence: string) => process.stderr.write(`${sentence}\n`)
    const host = values.host ?? '127.0.0.1'
    await assertCanListen({ host, port })
    await using store = openLocation(location)
    await migrate(store)
    await buildSiteIfStale()
    if (values['with-sample'] === true) await loadSampleIfEmpty(store, say)
    const { accounts, facts } = await prepareAccounts({ store, settings, dataDir: location.dataDir, claimPolicy, log })
    log.info({ database: describeLocation(location), ...facts }, 'starting')
    const site = await runSite({ store, accounts, claimPolicy, log, host, port, origin, bodyLimit })
    const address = addressOf(site.server.address())
    console.log(`listening on ${address}`)
    const clock = { store, claimPolicy, now: () => new Date() }
    const minutes = startEveryMinute({ clock, accounts, origin: origin ?? address, log })
    const signal = await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    log.info({ signal: String(signal[0]) }, 'stopping')
    await Promise.all([site.stop(), minutes.stop()])
    // What the database still works on, nobody waits for any more.
    setTimeout(() => process.exit(0), lastQueriesMs).unref()
    log.info('stopped')
    return 0
  },
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

function parseLogLevel(text: string): string {
  if (!logLevels.includes(text))
    throw new UsageError(`Expected LOG_LEVEL to be one of ${logLevels.join(', ')}, got "${text}".`)
  return text
}

/** How long anyone may object to a claim: a week, unless the site says otherwise. */
function parseClaimPolicy(text: string | undefined): ClaimPolicy {
  if (text === undefined || text === '') return defaultClaimPolicy
  const windowDays = Number(text)
  if (!/^\d{1,3}$/.test(text) || windowDays < 1)
    throw new UsageError(`Expected CLAIM_WINDOW_DAYS to be a number of days from 1 to 999, got "${text}".`)
  return { windowDays }
}

function parseBodyLimit(text: string): string {
  if (!/^\d{1,9}[KM]?$/.test(text))
    throw new UsageError(`Expected BODY_SIZE_LIMIT to be a number of bytes, such as 256K or 1M, got "${text}".`)
  return text
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`Expected a port from 0 to 65535, got "${text}".`)
  return port
}

function parseOrigin(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageError(`Expected an origin such as https://people.example.org, got "${text}".`)
  return new URL(text).origin
}

function addressOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address)
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
}
