import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What `/metrics` tells Prometheus. */
export interface SiteMetrics {
  observe(method: string, path: string, status: number, seconds: number): void
  text(): Promise<string>
  readonly contentType: string
}

const pathsKnown = new Set([
  '',
  'about',
  'api',
  'arxiv',
  'authors',
  'cards',
  'doi',
  'explore',
  'healthz',
  'institutions',
  'login',
  'mailbox',
  'metrics',
  'orcid',
  'readyz',
  'ror',
  'search',
  'settings',
  'sitemaps',
  'sources',
  'topics',
  'works',
])

export function createMetrics(): SiteMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'bzpeer_http_request_seconds',
    help: 'Time to answer a request, by method, first part of the path, and status.',
    labelNames: ['method', 'area', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe(method, path, status, seconds) {
      // Labels are few, whatever addresses visitors make up.
      const first = path.split('/', 2)[1] ?? ''
      requests.observe(
        {
          method: method === 'GET' || method === 'HEAD' || method === 'POST' ? method : 'other',
          area: pathsKnown.has(first) ? `/${first}` : 'other',
          status,
        },
        seconds,
      )
    },
  }
}
