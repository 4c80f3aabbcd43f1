import autocannon from 'autocannon'
import { percentile } from './figure.ts'

export interface Load {
  readonly requestsPerSecond: number
  readonly p50: number
  readonly p95: number
}

/** Requests for the paths in turn from `connections` at once, after a second of warming up; milliseconds. */
export async function measureLoad(
  origin: string,
  paths: readonly string[],
  connections: number,
  seconds: number,
): Promise<Load> {
  await run(origin, paths, connections, 2)
  const latencies: number[] = []
  const result = await run(origin, paths, connections, seconds, (ms) => latencies.push(ms))
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} of the requests to ${paths[0]} and others failed.`)
  return {
    requestsPerSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
  }
}

async function run(
  origin: string,
  paths: readonly string[],
  connections: number,
  duration: number,
  onResponse: (ms: number) => void = () => undefined,
): Promise<autocannon.Result> {
  const options = { url: origin, connections, duration, requests: paths.map((path) => ({ path })) }
  return new Promise((resolve, reject) => {
    const instance = autocannon(options, (error: unknown, result) =>
      error instanceof Error ? reject(error) : resolve(result),
    )
    instance.on('response', (_client, _status, _bytes, ms) => onResponse(ms))
  })
}
