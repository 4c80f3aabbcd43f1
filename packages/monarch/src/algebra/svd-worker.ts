/** A thread of `projectAsync`: one truncated SVD a message. */
import { parentPort } from 'node:worker_threads'
import { type NumberArray, planesOf } from './numbers.ts'
import { truncatedSvd } from './svd/truncated-svd.ts'

export interface SvdJob {
  readonly a: NumberArray
  readonly rows: number
  readonly columns: number
  readonly rank: number
}

parentPort?.on('message', ({ a, rows, columns, rank }: SvdJob) => {
  const factors = truncatedSvd(a, rows, columns, rank)
  const planes = [factors.left, factors.right].flatMap(planesOf)
  parentPort?.postMessage(
    factors,
    planes.map(({ buffer }) => buffer as ArrayBuffer),
  )
})
