import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { createServer, type Server as NetServer } from 'node:net'
import { pathToFileURL } from 'node:url'
import type { AccountContext } from '@bzpeer/accounts'
import { createHomePageFetcher } from '@bzpeer/actions'
import type { ClaimPolicy } from '@bzpeer/domain'
import { AppError } from '@bzpeer/schema'
import { readMigrationState, type Store } from '@bzpeer/store'
import type { Logger } from 'pino'
import { siteHandler } from '../build-site.ts'
import { createMetrics } from './metrics.ts'
import { createSiteServer } from './site-server.ts'

export interface SiteOptions {
  readonly store: Store
  readonly accounts: AccountContext
  readonly claimPolicy: ClaimPolicy
  readonly log: Logger
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly origin: string | undefined
  /** The largest body of a request, such as `512K`. */
  readonly bodyLimit: string
}

export interface RunningSite {
  readonly server: Server
  /** Lets requests that have begun end, for some seconds at most. */
  stop(): Promise<void>
}

class PortTakenError extends AppError {
  constructor(host: string, port: number, cause: unknown) {
    super(
      'port-taken',
      `Nothing can listen on ${host}:${port} (${cause instanceof Error ? cause.message : ''}). Choose another with --port, or 0 for any free one.`,
      { cause },
    )
  }
}

class HostUnusableError extends AppError {
  constructor(host: string, cause: unknown) {
    super(
      'host-unusable',
      `Nothing can listen on the host ${host} (${cause instanceof Error ? cause.message : ''}). Choose another with --host: an address or a name of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.`,
      { cause },
    )
  }
}

/** Codes of errors that no other port would mend. */
const faultOfHost = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])

const lastRequestsMs = 7_000

/** Serves the built site from the store. @throws {HostUnusableError | PortTakenError} */
export async function runSite(options: SiteOptions): Promise<RunningSite> {
  const { store, log } = options
  lendSite(options)
  const { handler } = (await import(pathToFileURL(siteHandler).href)) as { handler: RequestListener }
  const server = createSiteServer({
    log,
    metrics: createMetrics(),
    handler,
    checkReady: async () => void (await readMigrationState(store)),
  })
  await listen(server, options)
  return { server, stop: () => stopServer(server) }
}

/** Before anything is made that would be left behind. @throws {HostUnusableError | PortTakenError} */
export async function assertCanListen(place: Pick<SiteOptions, 'host' | 'port'>): Promise<void> {
  const probe = createServer()
  await listen(probe, place)
  probe.close()
  await once(probe, 'close')
}

async function listen(server: NetServer, { host, port }: Pick<SiteOptions, 'host' | 'port'>): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening').catch((cause: unknown) => {
    const { code = '' } = cause as NodeJS.ErrnoException
    throw faultOfHost.has(code) ? new HostUnusableError(host, cause) : new PortTakenError(host, port, cause)
  })
}

/** The site is built apart from this process; it finds what it reads from under this well-known symbol. */
function lendSite({ store, accounts, claimPolicy, log, origin, bodyLimit }: SiteOptions): void {
  // Read by the site's adapter when it is loaded.
  process.env['BODY_SIZE_LIMIT'] = bodyLimit
  Object.assign(globalThis, {
    [Symbol.for('bzpeer.site')]: {
      reads: { db: store.reading, now: () => new Date() },
      accounts,
      claims: { store, now: () => new Date(), claimPolicy, fetchPage: createHomePageFetcher() },
      origin,
      reportError: (error: unknown, request: object) => log.error({ err: error, ...request }, 'request failed'),
    },
  })
}

async function stopServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const impatience = setTimeout(() => server.closeAllConnections(), lastRequestsMs)
  await closed
  clearTimeout(impatience)
}
