import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { SiteMetrics } from './metrics.ts'
import { setSecurityHeaders } from './security-headers.ts'

export interface SiteServerOptions {
  readonly log: Logger
  readonly metrics: SiteMetrics
  /** Answers everything but the operator's addresses. */
  readonly handler: RequestListener
  /** Rejects while the site cannot answer from its database. */
  readonly checkReady: () => Promise<void>
}

const longestUrl = 4_096
const requestsAtOnce = 512
const largestBody = 512 * 1024
/** Who has not said in this time whether the database answers says that it does not. */
const readyWithinMs = 5_000

const limits: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 15_000,
  // How often the two above are looked after.
  connectionsCheckingInterval: 2_000,
}

/**
 * The HTTP server: bounds on what a request may ask for, the operator's addresses, a log line and a measurement for
 * every answer; the site's handler does the rest.
 */
export function createSiteServer(options: SiteServerOptions): Server {
  let running = 0
  const server = createServer(limits, (request, response) => {
    running++
    setSecurityHeaders(response, pathOf(request))
    watch(options, request, response, () => running--)
    const refused = refusalFor(request, running)
    if (refused !== undefined) return refuse(response, refused)
    answer(options, request, response)
  })
  server.maxConnections = 2_048
  return server
}

interface Refusal {
  readonly status: number
  readonly title: string
  readonly detail: string
}

function refusalFor({ url = '', headers }: IncomingMessage, running: number): Refusal | undefined {
  if (url.length > longestUrl)
    return { status: 414, title: 'URI Too Long', detail: `Addresses may have ${longestUrl} characters.` }
  if (Number(headers['content-length'] ?? 0) > largestBody) {
    return { status: 413, title: 'Content Too Large', detail: `Requests may carry ${largestBody / 1024} KiB.` }
  }
  if (running > requestsAtOnce)
    return { status: 503, title: 'Service Unavailable', detail: 'Too many requests at once. Try again in a moment.' }
  return undefined
}

function refuse(response: ServerResponse, { status, title, detail }: Refusal): void {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail })
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    connection: 'close',
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  })
  response.end(body)
}

function answer(
  { handler, metrics, checkReady, log }: SiteServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  switch (pathOf(request)) {
    case '/healthz':
      sendJson(response, 200, { status: 'ok' })
      return
    case '/readyz':
      Promise.race([checkReady(), failLater(readyWithinMs)]).then(
        () => sendJson(response, 200, { status: 'ready' }),
        (error: unknown) => {
          log.warn({ err: error }, 'not ready')
          sendJson(response, 503, { status: 'not ready' })
        },
      )
      return
    case '/metrics':
      metrics.text().then(
        (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        () => sendJson(response, 500, { status: 'failed' }),
      )
      return
    default:
      handler(request, response)
  }
}

async function failLater(ms: number): Promise<never> {
  await setTimeout(ms, undefined, { ref: false })
  throw new Error(`the database did not answer within ${ms / 1000} s`)
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? ''
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function watch(
  { log, metrics }: SiteServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  onEnd: () => void,
): void {
  const started = performance.now()
  response.once('close', () => {
    onEnd()
    const ms = performance.now() - started
    const path = pathOf(request)
    metrics.observe(request.method ?? 'GET', path, response.statusCode, ms / 1000)
    log.info(
      {
        method: request.method,
        path: path.slice(0, 200),
        status: response.statusCode,
        ms: Math.round(ms * 10) / 10,
        aborted: !response.writableFinished,
      },
      'request',
    )
  })
}
