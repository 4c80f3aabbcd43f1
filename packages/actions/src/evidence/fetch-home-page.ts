import { lookup as lookupHost } from 'node:dns'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { AppError } from '@bzpeer/schema'
import { isPublicAddress } from './public-address.ts'

export class HomePageError extends AppError {
  constructor(problem: string, options?: ErrorOptions) {
    super('home-page', problem, options)
  }
}

export interface HomePageFetcher {
  /** @throws {HomePageError} with what is wrong with the page, in a sentence for its owner. */
  (address: URL): Promise<{ readonly html: string; readonly url: URL }>
}

export interface FetchSettings {
  /** How names become addresses: as `dns.lookup` with `all`. */
  readonly resolve?: typeof resolveAll
  /** Which addresses may be dialled: those of the public internet. */
  readonly mayDial?: (address: string) => boolean
  readonly ports?: ReadonlySet<string>
  /** For all of it, redirects and reading included. */
  readonly timeoutMs?: number
}

const largestPage = 1_048_576
const redirectsAtMost = 5
/** Of `URL.port`: the scheme's own, or none stated. */
const usualPorts: ReadonlySet<string> = new Set([''])

/**
 * Fetches pages that strangers name. Every address a name resolves to must be public, the one that was looked at is the
 * one that is dialled, and a redirect is looked at like the first address.
 */
export function createHomePageFetcher({
  resolve = resolveAll,
  mayDial = isPublicAddress,
  ports = usualPorts,
  timeoutMs = 10_000,
}: FetchSettings = {}): HomePageFetcher {
  return async (address) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      return await follow(address, { resolve, mayDial, ports, signal })
    } catch (error) {
      if (error instanceof HomePageError) throw error
      if (signal.aborted) throw new HomePageError(`The page did not arrive within ${timeoutMs / 1000} seconds.`)
      throw new HomePageError('The page cannot be reached. Look whether the address is right.', { cause: error })
    }
  }
}

interface Dialling {
  readonly resolve: typeof resolveAll
  readonly mayDial: (address: string) => boolean
  readonly ports: ReadonlySet<string>
  readonly signal: AbortSignal
}

async function follow(address: URL, dialling: Dialling): Promise<{ html: string; url: URL }> {
  let url = address
  for (let hop = 0; hop <= redirectsAtMost; hop++) {
    const response = await get(url, dialling)
    const next = redirectOf(response, url)
    if (next === undefined) return { html: await readPage(response), url }
    response.destroy()
    url = next
  }
  throw new HomePageError(`The page leads on more than ${redirectsAtMost} times.`)
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return undefined
  const next = URL.parse(headers.location, from)
  if (next === null) throw new HomePageError('The page leads on to something that is no address.')
  return next
}

async function get(url: URL, { resolve, mayDial, ports, signal }: Dialling): Promise<IncomingMessage> {
  assertFetchable(url, ports)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses =
    isIP(host) === 0 ? await Promise.race([resolve(host), failAt(signal)]) : [{ address: host, family: isIP(host) }]
  const [first] = addresses
  if (first === undefined || !addresses.every(({ address }) => mayDial(address)))
    throw new HomePageError('The address does not lead to the public internet.')
  // Dials what was looked at, whatever the name resolves to a moment later.
  const lookup: LookupFunction = (_, options, callback) =>
    options.all === true ? callback(null, [first]) : callback(null, first.address, first.family)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const headers = { accept: 'text/html', 'accept-encoding': 'identity', 'user-agent': 'BZPEER (rel="me" check)' }
  return new Promise((done, fail) => {
    const asked = request(url, { lookup, signal, headers, agent: false, maxHeaderSize: 16_384 }, done)
    asked.on('error', fail)
    asked.end()
  })
}

function assertFetchable(url: URL, ports: ReadonlySet<string>): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new HomePageError('The address of a home page begins with https:// or http://.')
  if (url.username !== '' || url.password !== '') throw new HomePageError('The address may not carry a password.')
  if (!ports.has(url.port)) throw new HomePageError('The address may not name a port.')
}

async function readPage(response: IncomingMessage): Promise<string> {
  const { statusCode = 0, headers } = response
  const refuse = (problem: string): never => {
    response.destroy()
    throw new HomePageError(problem)
  }
  if (statusCode !== 200) refuse(`The page answers with status ${statusCode}, not 200.`)
  if (!/^text\/html\b|^application\/xhtml\+xml\b/i.test(headers['content-type'] ?? ''))
    refuse('The address leads to no HTML page.')
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    refuse('The page comes compressed though that was not asked for.')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestPage) refuse('The page is larger than 1 MiB. Link to a smaller one.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A name that is asked for cannot be taken back, but need not be waited for. */
async function failAt(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted()
  return new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true })
  })
}

async function resolveAll(host: string): Promise<readonly { readonly address: string; readonly family: number }[]> {
  return new Promise((done, fail) => {
    lookupHost(host, { all: true }, (error, addresses) => (error === null ? done(addresses) : fail(error)))
  })
}
